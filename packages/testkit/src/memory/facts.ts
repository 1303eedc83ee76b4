import {
  type Capabilities,
  type Fact,
  type Feature,
  type FeatureLimits,
  type Features,
  gatewayStates,
  type SizeFacts,
  type Unsupported,
} from '@polynat/core';

/** Facets an in-memory cloud can be made without; `bandwidth` is that of one gateway and that of several. */
export type MemoryFacet = 'snat' | 'dnat' | 'billing' | 'bandwidth' | 'networks';

export interface Refusal {
  readonly reason: string;
  readonly remedy: string;
}

/** Features to switch off, with a reason and a remedy of one's own where they matter. The in-memory cloud always knows tokens. */
export type SwitchedOff = { readonly [F in Exclude<Feature, 'writes.token'>]?: true | Refusal };

/** Limits that replace the generous ones. */
export type MemoryLimits = { readonly [F in Feature]?: Partial<FeatureLimits[F]> };

export interface FactOptions {
  readonly without?: readonly MemoryFacet[];
  readonly unsupported?: SwitchedOff;
  readonly limits?: MemoryLimits;
  readonly sizes?: SizeFacts;
}

const source = 'the in-memory cloud of @polynat/testkit';
const names = { pattern: /^[^\s].{0,63}$/u, words: 'be 1 to 64 characters and not begin with a space' };
const texts = { pattern: /^.{0,256}$/su, words: 'be at most 256 characters' };
const terms = { months: [1, 2, 3, 4, 5, 6, 7, 8, 9], years: [1, 2, 3] };

const defaultSizes: SizeFacts = {
  offers: [
    { size: { tier: 'small' }, connections: 1_000_000 },
    { size: { tier: 'medium' }, connections: 3_000_000 },
    { size: { tier: 'large' }, connections: 10_000_000 },
    { size: { tier: 'xlarge' }, connections: 30_000_000 },
    { size: { metered: true } },
  ],
  units: { from: 1, to: 100, connectionsPerUnit: 1_000_000 },
  source,
};

export const capabilitiesOf = (options: FactOptions): Capabilities => ({
  features: featuresOf((feature, limits) => answer(feature, limits, options)),
  sizes: options.sizes ?? defaultSizes,
});

type Answer = <F extends Feature>(feature: F, limits: FeatureLimits[F]) => Fact<F>;

const featuresOf = (say: Answer): Features => ({
  'gateways.create': say('gateways.create', {
    subnet: 'optional',
    zone: true,
    addresses: 'optional',
    names,
    named: false,
  }),
  'gateways.filter': say('gateways.filter', {
    ids: 50,
    name: 'part',
    network: true,
    states: gatewayStates,
    tags: { by: 'value', maximum: 20 },
  }),
  'gateways.rename': say('gateways.rename', { names }),
  'gateways.description': say('gateways.description', { texts, clear: true }),
  'gateways.outbound-limit': say('gateways.outbound-limit', { mbps: [10, 100, 1_000] }),
  'gateways.icmp-reply': say('gateways.icmp-reply', { order: true, change: true }),
  'gateways.affinity': say('gateways.affinity', { order: true, change: true }),
  'gateways.bind-mode': say('gateways.bind-mode', { order: ['multi', 'nat'], change: ['nat'] }),
  'gateways.resize': say('gateways.resize', { direction: 'both' }),
  'gateways.convert': say('gateways.convert', { from: 'normal', to: 'enhanced' }),
  'gateways.protect': say('gateways.protect', {}),
  'gateways.delete': say('gateways.delete', { takes: ['rules', 'addresses', 'packages'] }),
  'gateways.create.tags': say('gateways.create.tags', { maximum: 20 }),
  'gateways.tags': say('gateways.tags', { maximum: 20 }),
  'addresses.attach': say('addresses.attach', { minimum: 0, maximum: 20 }),
  'addresses.allocate': say('addresses.allocate', {
    meteredBy: { traffic: { from: 1, to: 1_000 }, bandwidth: { from: 1, to: 1_000 } },
    network: true,
  }),
  'addresses.release': say('addresses.release', {}),
  'addresses.swap': say('addresses.swap', {}),
  'addresses.pools': say('addresses.pools', {}),
  'snat.rules': say('snat.rules', {}),
  'snat.source.cidr': say('snat.source.cidr', {}),
  'snat.source.subnet': say('snat.source.subnet', { part: true }),
  'snat.source.hosts': say('snat.source.hosts', { subnet: 'unused' }),
  'snat.source.network': say('snat.source.network', {}),
  'snat.through': say('snat.through', {}),
  'snat.addAll.atomic': say('snat.addAll.atomic', {}),
  'snat.replace': say('snat.replace', {}),
  'snat.affinity': say('snat.affinity', {}),
  'snat.names': say('snat.names', { names, required: false }),
  'dnat.rules': say('dnat.rules', {}),
  'dnat.any': say('dnat.any', {}),
  'dnat.ranges': say('dnat.ranges', {}),
  'dnat.ranges.unequal': say('dnat.ranges.unequal', {}),
  'dnat.addAll.atomic': say('dnat.addAll.atomic', {}),
  'dnat.replace': say('dnat.replace', {}),
  'dnat.names': say('dnat.names', { names }),
  'dnat.port-break': say('dnat.port-break', {}),
  'billing.on-demand': say('billing.on-demand', {}),
  'billing.prepaid': say('billing.prepaid', { terms }),
  'billing.renew': say('billing.renew', { terms }),
  'billing.auto-pay': say('billing.auto-pay', {}),
  'bandwidth.packages': say('bandwidth.packages', {}),
  'bandwidth.convert': say('bandwidth.convert', {}),
  'bandwidth.shared': say('bandwidth.shared', {
    meteredBy: { traffic: { from: 1, to: 1_000 }, bandwidth: { from: 1, to: 1_000 } },
    names,
    texts,
  }),
  'account.availability': {
    supported: false,
    reason: 'an account in memory has no quotas',
    remedy: 'no action needed',
    source,
  },
  'networks.list': say('networks.list', {}),
  'networks.routes': say('networks.routes', {}),
  'writes.token': say('writes.token', {}),
});

function answer<F extends Feature>(feature: F, limits: FeatureLimits[F], options: FactOptions): Fact<F> {
  const refusal = refusalOf(feature, options);
  if (refusal) return refusal;
  return { supported: true, source, ...limits, ...options.limits?.[feature] };
}

/** A facet takes everything under its name with it, except paying on demand, which needs no facet. */
function refusalOf(
  feature: Feature,
  { without = [], unsupported = {} }: FactOptions,
): Unsupported | undefined {
  const gone = feature !== 'billing.on-demand' && without.some((facet) => feature.startsWith(`${facet}.`));
  const off = gone || (feature !== 'writes.token' && unsupported[feature]);
  if (!off) return undefined;
  return { supported: false, source, ...(off === true ? standardRefusal : off) };
}

const standardRefusal: Refusal = {
  reason: 'this in-memory cloud was made without it',
  remedy: 'make it with the feature, or use a cloud that has it',
};
