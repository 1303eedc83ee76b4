import type { Capabilities } from '../api/types.ts';
import type { Unsupported } from './field.ts';

type Fact = Capabilities['features'][string];
type Limits = Extract<Fact, { readonly supported: true }>;

/** The limits of a feature, where the cloud has it. */
export function factOf({ features }: Capabilities, feature: string): Limits | undefined {
  const fact = features[feature];
  return fact?.supported === true ? fact : undefined;
}

/** Why a cloud does not have a feature; undefined when it does. */
export function unsupportedOf(
  { features }: Capabilities,
  feature: string | undefined,
): Unsupported | undefined {
  const fact = feature === undefined ? undefined : features[feature];
  return fact && !fact.supported ? { reason: fact.reason, remedy: fact.remedy } : undefined;
}

/** Switches that a cloud lets one choose at one time only: with the order, or afterwards. */
export function untimely(
  capabilities: Capabilities,
  feature: string,
  mutation: string,
): Unsupported | undefined {
  if (!timed.includes(feature)) return undefined;
  const fact = factOf(capabilities, feature);
  const occasion = mutation === 'gateways.create' ? 'order' : 'change';
  if (!fact || fact[occasion] === true || (Array.isArray(fact[occasion]) && fact[occasion].length > 0))
    return undefined;
  return occasion === 'order'
    ? {
        reason: 'this cloud takes it only for a gateway that exists',
        remedy: 'create the gateway, then update it',
      }
    : { reason: 'this cloud takes it only with the order', remedy: 'leave it as it is' };
}

const timed: readonly string[] = ['gateways.icmp-reply', 'gateways.affinity', 'gateways.bind-mode'];
