import { type GatewayFilter, gatewayStates } from '@polynat/core';
import { given, type OptionValues, optional, several } from '../command-line/options.ts';
import { oneOf, parseDuration } from '../command-line/parse.ts';
import { tagsFrom } from './gateway-order.ts';

/** The filter that the options of `gateways list` and `gateways find` describe. */
export function filterFrom(options: OptionValues): GatewayFilter {
  const state = optional(options, 'state');
  const expires = optional(options, 'expiresWithin');
  const ids = several(options, 'id');
  const tags = several(options, 'tag');
  return {
    ...given(options, 'name', 'network'),
    ...(ids && { ids }),
    ...(tags && { tags: tagsFrom(tags) }),
    ...(state !== undefined && { state: oneOf(gatewayStates, state, '--state') }),
    ...(expires !== undefined && { expiresWithin: parseDuration(expires, '--expires-within') }),
  };
}
