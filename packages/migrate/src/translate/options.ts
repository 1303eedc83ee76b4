import type { Fact, GatewayOptions, GatewaySpec } from '@polynat/core';
import type { DocumentedGateway, GatewayDocument } from '../document.ts';
import { type Gap, lossy, type Translated } from '../gap.ts';
import { lacking, type Target } from './target.ts';

type Option = keyof GatewayOptions;

export const optionWords: Readonly<Record<Option, (value: unknown) => string>> = {
  icmpReply: (on) => `public IPs ${on ? 'answer' : 'do not answer'} a ping`,
  affinity: (on) => `a private host ${on ? 'keeps one public IP' : 'may use several public IPs'}`,
  bindMode: (mode) => `public IPs are bound in mode ${mode}`,
};

/** The fact that says whether a cloud has the switch. */
export const optionFeatures = {
  icmpReply: 'gateways.icmp-reply',
  affinity: 'gateways.affinity',
  bindMode: 'gateways.bind-mode',
} as const satisfies { readonly [O in Option]: string };

/** Switches of the gateway: ordered where the target offers them with the order, told as lost elsewhere. */
export function translateOptions(
  { options = {} }: DocumentedGateway,
  target: Target,
): Translated<Pick<GatewaySpec, 'options'>> {
  const names = (['icmpReply', 'affinity', 'bindMode'] as const).filter(
    (name) => options[name] !== undefined,
  );
  const kept = names.filter((name) => isOrdered(name, options, target));
  const gaps = names.filter((name) => !kept.includes(name)).map((name) => optionGap(name, options, target));
  const value = Object.fromEntries(kept.map((name) => [name, options[name]]));
  return { value: kept.length > 0 ? { options: value } : {}, gaps };
}

function isOrdered(name: Option, options: GatewayOptions, { capabilities }: Target): boolean {
  if (name !== 'bindMode') return orderedSwitch(capabilities.features[optionFeatures[name]]);
  const fact = capabilities.features['gateways.bind-mode'];
  return fact.supported && options.bindMode !== undefined && fact.order.includes(options.bindMode);
}

const orderedSwitch = (fact: Fact<'gateways.icmp-reply' | 'gateways.affinity'>): boolean =>
  fact.supported && fact.order === true;

function optionGap(name: Option, options: GatewayOptions, target: Target): Gap {
  const reason = lacking(target, optionFeatures[name]) ?? {
    why: `${target.alias} does not let one choose it with the order`,
    remedy: 'set it on the new gateway: polynat gateways update',
  };
  return lossy('provider-settings', `gateway.options.${name}`, optionWords[name](options[name]), reason);
}

/** One gap for all SNAT rules whose hosts keep one public IP, where the target's rules cannot say so. */
export function affinityGaps({ snat }: GatewayDocument, target: Target): readonly Gap[] {
  const count = snat.filter(({ affinity }) => affinity).length;
  const none = lacking(target, 'snat.affinity');
  if (count === 0 || !none) return [];
  const rules = count === 1 ? 'one SNAT rule' : `${count} SNAT rules`;
  return [lossy('provider-settings', 'snat', `one public IP per private host, of ${rules}`, none)];
}
