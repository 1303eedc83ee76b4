import type { DnatFilter, EndpointFilter, SnatFilter } from '@polynat/core';
import { given, type OptionValues, optional, several } from '../command-line/options.ts';
import { oneOf, parseSource, protocols, wholeNumber } from '../command-line/parse.ts';

const labels = (options: OptionValues) => {
  const ids = several(options, 'id');
  return { ...given(options, 'name'), ...(ids && { ids }) };
};

export function snatFilterFrom(options: OptionValues): SnatFilter {
  const source = optional(options, 'source');
  return {
    ...labels(options),
    ...given(options, 'through'),
    ...(source !== undefined && { source: parseSource(source) }),
  };
}

export function dnatFilterFrom(options: OptionValues): DnatFilter {
  const protocol = optional(options, 'protocol');
  const [outside, inside] = [optional(options, 'public'), optional(options, 'private')];
  return {
    ...labels(options),
    ...(protocol !== undefined && { protocol: oneOf(protocols, protocol, '--protocol') }),
    ...(outside !== undefined && { public: endpointFrom(outside, '--public') }),
    ...(inside !== undefined && { private: endpointFrom(inside, '--private') }),
  };
}

/** `1.2.3.4`, `1.2.3.4:443` or `:443`. */
function endpointFrom(text: string, field: string): EndpointFilter {
  const [address, port] = text.split(':');
  return { ...(address && { address }), ...(port && { port: wholeNumber(port, field) }) };
}
