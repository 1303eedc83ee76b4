import { type Capabilities, requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import type { GatewayOptions } from '../model/gateway-options.ts';

/** When options are chosen: with the order of a gateway, or on one that exists. */
type Occasion = 'order' | 'change';

/** Refuses the options that this cloud does not have, or does not let one choose now. */
export function checkOptions(
  { icmpReply, affinity, bindMode }: GatewayOptions,
  occasion: Occasion,
  capabilities: Capabilities,
  cloud: string,
): void {
  const switches = { 'gateways.icmp-reply': icmpReply, 'gateways.affinity': affinity } as const;
  const fields = {
    'gateways.icmp-reply': 'options.icmpReply',
    'gateways.affinity': 'options.affinity',
  } as const;
  for (const feature of ['gateways.icmp-reply', 'gateways.affinity'] as const) {
    if (switches[feature] === undefined) continue;
    const field = fields[feature];
    if (!requireFeature(capabilities, feature, cloud, field)[occasion]) throw notNow(field, occasion, cloud);
  }
  if (bindMode === undefined) return;
  const modes = requireFeature(capabilities, 'gateways.bind-mode', cloud, 'options.bindMode')[occasion];
  if (!modes.includes(bindMode)) throw notNow('options.bindMode', occasion, cloud, bindMode);
}

function notNow(field: string, occasion: Occasion, cloud: string, value?: string): NatError {
  const what = value === undefined ? 'it' : `"${value}"`;
  const [when, remedy] = {
    order: ['with the order', 'leave it out, and set it on the new gateway: gateway.configure'],
    change: ['on a gateway that exists', 'choose it when you create a gateway'],
  }[occasion];
  return new NatError('unsupported', `${cloud} does not let one choose ${what} ${when}`, {
    field,
    remedy: remedy ?? '',
  });
}
