import { type AddressFilter, addressUses } from '@polynat/core';
import { given, type OptionValues, optional, several } from '../command-line/options.ts';
import { oneOf } from '../command-line/parse.ts';

/** The filter that the options of `addresses list` and `addresses find` describe. */
export function addressFilterFrom(options: OptionValues): AddressFilter {
  const addresses = several(options, 'id');
  const use = optional(options, 'use');
  return {
    ...given(options, 'gateway'),
    ...(options.free === true && { free: true }),
    ...(addresses && { addresses }),
    ...(use !== undefined && { use: oneOf(addressUses, use, '--use') }),
  };
}
