import { type BandwidthPackage, type BandwidthSpec, NatError } from '@polynat/core';
import { mustHaveRoom, newAddresses, useOf } from './address-book.ts';
import type { DriverContext } from './driver-context.ts';
import { limitOf } from './limits.ts';
import { mustHaveZone } from './network-rules.ts';
import {
  belongingTo,
  networkOf,
  type StoredAddress,
  type StoredGateway,
  type StoredPackage,
  type World,
} from './world.ts';

export const addressesOf = (world: World, id: string): readonly StoredAddress[] =>
  [...world.addresses.values()].filter(({ sharedBandwidth }) => sharedBandwidth === id);

export function viewPackage(world: World, stored: StoredPackage): BandwidthPackage {
  const { serial, created, ...facts } = structuredClone(stored);
  return {
    ...facts,
    addresses: addressesOf(world, stored.id).map((address) => ({
      ip: address.ip,
      use: useOf(world, address),
    })),
    status: 'good',
    created: new Date(created).toISOString(),
    providerState: stored.state,
    native: structuredClone(stored),
  };
}

export function packageOf(world: World, gateway: StoredGateway, id: string): StoredPackage {
  const bought = world.packages.get(id);
  if (bought?.gateway === gateway.id) return bought;
  throw new NatError('not-found', `gateway ${gateway.id} has no bandwidth package ${id}`, { field: 'id' });
}

export function buy(context: DriverContext, gateway: StoredGateway, spec: BandwidthSpec): StoredPackage {
  const { world, clock } = context.account;
  mustFit(context, gateway, spec);
  if (spec.zone !== undefined) mustHaveZone(networkOf(world, gateway.placement.vpc), spec.zone, 'zone');
  const numbered = world.number('bwp');
  const bought: StoredPackage = {
    ...numbered,
    gateway: gateway.id,
    created: clock.now(),
    meteredBy: spec.meteredBy ?? 'traffic',
    ...(spec.zone !== undefined && { zone: spec.zone }),
    name: spec.name ?? numbered.id,
    description: spec.description ?? '',
    bandwidthMbps: spec.bandwidthMbps,
    state: 'pending',
  };
  world.packages.set(bought.id, bought);
  addAddresses(world, bought, spec.addresses);
  return bought;
}

export const addAddresses = (
  world: World,
  { id, gateway, meteredBy }: StoredPackage,
  count: number,
): void => {
  newAddresses(world, count, { gateway, meteredBy, sharedBandwidth: id });
};

/** The addresses came with the package and go with it, and with them the rules that use them. */
export function giveBack(world: World, { id }: StoredPackage): void {
  for (const { ip } of addressesOf(world, id)) {
    for (const [rule, { spec }] of world.dnat) if (spec.public.address === ip) world.dnat.delete(rule);
    for (const [rule, { spec }] of world.snat) if (spec.through.includes(ip)) world.snat.delete(rule);
    world.addresses.delete(ip);
  }
  world.packages.delete(id);
}

function mustFit(context: DriverContext, gateway: StoredGateway, spec: BandwidthSpec): void {
  const { perGateway, addresses } = limitOf(context, 'bandwidth.packages') ?? {};
  const standing = belongingTo(context.account.world.packages.values(), gateway.id).length;
  if (perGateway !== undefined && standing >= perGateway) {
    throw new NatError('quota-exceeded', `a gateway has ${perGateway} bandwidth packages at most`, {
      remedy: 'enlarge a package instead',
    });
  }
  if (addresses !== undefined && spec.addresses > addresses) {
    throw new NatError('quota-exceeded', `a package holds ${addresses} addresses at most`, {
      field: 'addresses',
    });
  }
  mustHaveRoom(context, gateway.id, spec.addresses);
}
