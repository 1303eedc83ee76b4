import type { GatewayOptions, GatewaySpec, GatewayUpdate } from '@polynat/core';
import { given, needed, type OptionValues, optional, several } from '../command-line/options.ts';
import { oneOf, onOrOff, parseSize, parseTerm, splitPairs, wholeNumber } from '../command-line/parse.ts';

/** The gateway that the options of `gateways create` describe. */
export function orderFrom(options: OptionValues): GatewaySpec {
  const [size, term] = [optional(options, 'size'), optional(options, 'prepaid')];
  const outbound = optional(options, 'outbound');
  const [addresses, tags] = [several(options, 'address'), several(options, 'tag')];
  return {
    ...given(options, 'name', 'description'),
    network: {
      vpc: needed(options, 'network', 'the VPC of the gateway'),
      ...given(options, 'subnet', 'zone'),
    },
    ...(size && { size: parseSize(size) }),
    ...(outbound && { outboundMbps: wholeNumber(outbound, '--outbound') }),
    ...optionsFrom(options),
    ...(addresses && { addresses }),
    ...(tags && { tags: tagsFrom(tags) }),
    ...(options.protected === true && { protected: true }),
    ...(term && { billing: { mode: 'prepaid', term: parseTerm(term), autoPay: options.autoPay === true } }),
  };
}

/** What the options of `gateways update` change. */
export function updateFrom(options: OptionValues): GatewayUpdate {
  const [size, outbound] = [optional(options, 'size'), optional(options, 'outbound')];
  const [set, remove] = [several(options, 'tag'), several(options, 'removeTag')];
  const tags = { ...(set && { set: tagsFrom(set) }), ...(remove && { remove }) };
  return {
    ...given(options, 'name', 'description'),
    ...(size && { size: parseSize(size) }),
    ...(outbound && { outboundMbps: wholeNumber(outbound, '--outbound') }),
    ...optionsFrom(options),
    ...((set || remove) && { tags }),
    ...(typeof options.protected === 'boolean' && { protected: options.protected }),
  };
}

/** The switches that were given, as a member of an order. */
export function optionsFrom(options: OptionValues): Pick<GatewaySpec, 'options'> {
  const [icmp, affinity] = [optional(options, 'icmpReply'), optional(options, 'affinity')];
  const mode = optional(options, 'bindMode');
  const chosen: GatewayOptions = {
    ...(icmp !== undefined && { icmpReply: onOrOff(icmp, '--icmp-reply') }),
    ...(affinity !== undefined && { affinity: onOrOff(affinity, '--affinity') }),
    ...(mode !== undefined && { bindMode: oneOf(['multi', 'nat'], mode, '--bind-mode') }),
  };
  return Object.keys(chosen).length > 0 ? { options: chosen } : {};
}

export function tagsFrom(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(splitPairs(pairs, 'tag'));
}
