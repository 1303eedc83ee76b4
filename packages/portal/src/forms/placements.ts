import type { Mutation } from '@polynat/core';

/** Where the page offers a write: beside what it acts on. */
export const places = [
  'cloud',
  'gateway',
  'billing',
  'addresses',
  'address',
  'free-address',
  'snat',
  'snat-rule',
  'dnat',
  'dnat-rule',
  'bandwidth',
  'bandwidth-package',
  'shared-bandwidth',
] as const;
export type Place = (typeof places)[number];

interface Placement {
  readonly at: Place;
  /** Only what differs from the present is sent. */
  readonly changes?: true;
  /** It takes something away. */
  readonly danger?: true;
}

/** Every write there is. */
export const placements: Readonly<Record<Mutation, Placement>> = {
  'gateways.create': { at: 'cloud' },
  'gateways.createAll': { at: 'cloud' },
  'addresses.allocate': { at: 'cloud' },
  'gateways.update': { at: 'gateway', changes: true },
  'gateways.resize': { at: 'gateway' },
  'gateways.change': { at: 'gateway', changes: true },
  'gateways.tag': { at: 'gateway' },
  'gateways.protect': { at: 'gateway' },
  'gateways.convert': { at: 'gateway' },
  'gateways.delete': { at: 'gateway', danger: true },
  'billing.renew': { at: 'billing' },
  'addresses.attach': { at: 'addresses' },
  'addresses.swap': { at: 'address' },
  'addresses.detach': { at: 'address', danger: true },
  'addresses.release': { at: 'free-address', danger: true },
  'snat.add': { at: 'snat' },
  'snat.addWithAddress': { at: 'snat' },
  'snat.addAll': { at: 'snat' },
  'snat.addAllWithAddresses': { at: 'snat' },
  'snat.removeAll': { at: 'snat', danger: true },
  'snat.replace': { at: 'snat-rule' },
  'snat.remove': { at: 'snat-rule', danger: true },
  'snat.removeWithAddresses': { at: 'snat-rule', danger: true },
  'dnat.add': { at: 'dnat' },
  'dnat.addWithAddress': { at: 'dnat' },
  'dnat.addAll': { at: 'dnat' },
  'dnat.addAllWithAddresses': { at: 'dnat' },
  'dnat.removeAll': { at: 'dnat', danger: true },
  'dnat.replace': { at: 'dnat-rule' },
  'dnat.remove': { at: 'dnat-rule', danger: true },
  'dnat.removeWithAddresses': { at: 'dnat-rule', danger: true },
  'bandwidth.create': { at: 'bandwidth' },
  'bandwidth.change': { at: 'bandwidth-package', changes: true },
  'bandwidth.resize': { at: 'bandwidth-package' },
  'bandwidth.addAddresses': { at: 'bandwidth-package' },
  'bandwidth.removeAddresses': { at: 'bandwidth-package', danger: true },
  'bandwidth.convert': { at: 'bandwidth-package' },
  'bandwidth.delete': { at: 'bandwidth-package', danger: true },
  'sharedBandwidth.create': { at: 'cloud' },
  'sharedBandwidth.change': { at: 'shared-bandwidth', changes: true },
  'sharedBandwidth.resize': { at: 'shared-bandwidth' },
  'sharedBandwidth.join': { at: 'shared-bandwidth' },
  'sharedBandwidth.leave': { at: 'shared-bandwidth' },
  'sharedBandwidth.delete': { at: 'shared-bandwidth', danger: true },
};

/** The writes that are offered at a place, in their order. */
export const writesAt = (place: Place): readonly string[] =>
  Object.entries(placements)
    .filter(([, { at }]) => at === place)
    .map(([mutation]) => mutation);

export const placementOf = (mutation: string): Placement | undefined =>
  Object.entries(placements).find(([name]) => name === mutation)?.[1];
