import { standingOf } from './billing.ts';
import { addressesPerPackage, packagesPerGateway } from './limits.ts';
import type { Gateway, NatPackage } from './model.ts';
import { found, refuse } from './refusal.ts';
import { findRegion, zoneIds } from './regions.ts';
import { usesOf } from './uses.ts';
import { confirm } from './work.ts';
import { type Call, nextPublicAddress, type World, zoneOf } from './world.ts';

export interface PackageDescription {
  readonly bandwidth: number;
  readonly ipCount: number;
  readonly isp: string;
  readonly internetChargeType: string;
  readonly zoneId: string | undefined;
  readonly name: string;
  readonly description: string;
}

export function findPackage(world: World, regionId: string, id: string): NatPackage {
  const natPackage = world.packages.get(id);
  return found(natPackage?.regionId === regionId ? natPackage : undefined, 'package-not-found');
}

export function createPackage(
  world: World,
  call: Call,
  gateway: Gateway,
  wanted: PackageDescription,
): NatPackage {
  if (gateway.inside !== undefined) refuse('gateway-intranet');
  if (gateway.packageIds.size >= packagesPerGateway) refuse('package-quota');
  if (gateway.addressIds.size > 0) refuse('address-with-packages');
  const zoneId = checkPackage(world, gateway.regionId, wanted);
  confirm(call);
  return addPackage(world, gateway, zoneId, wanted);
}

/** The zone the addresses come from: the one asked for, or the first that has enough. */
export function checkPackage(world: World, regionId: string, wanted: PackageDescription): string {
  if (wanted.ipCount < 1 || wanted.ipCount > addressesPerPackage) refuse('package-addresses-quota');
  const zones = zoneIds(found(findRegion(regionId), 'region-not-found'));
  const hasEnough = (zoneId: string) => zoneOf(world, zoneId).publicAddresses >= wanted.ipCount;
  if (wanted.zoneId === undefined) return found(zones.find(hasEnough), 'zone-without-addresses-anywhere');
  if (!zones.includes(wanted.zoneId)) refuse('zone-not-found');
  return hasEnough(wanted.zoneId) ? wanted.zoneId : refuse('zone-without-addresses');
}

export function addPackage(
  world: World,
  gateway: Gateway,
  zoneId: string,
  wanted: PackageDescription,
): NatPackage {
  const { ipCount, zoneId: _, ...kept } = wanted;
  const natPackage: NatPackage = {
    ...kept,
    id: `bwp-${world.identity.word(20)}`,
    regionId: gateway.regionId,
    gatewayId: gateway.id,
    zoneId,
    created: world.clock.calendar(),
    locked: 'Normal',
    addresses: new Map(),
  };
  addAddresses(world, natPackage, ipCount);
  world.packages.add(natPackage);
  gateway.packageIds.add(natPackage.id);
  return natPackage;
}

export function addAddresses(world: World, natPackage: NatPackage, count: number): void {
  zoneOf(world, natPackage.zoneId).publicAddresses -= count;
  for (let index = 0; index < count; index += 1) {
    const ip = nextPublicAddress(world);
    natPackage.addresses.set(ip, `nateip-${world.identity.word(20)}`);
    world.publicAddresses.set(ip, { kind: 'package', natPackage });
  }
}

export function removeAddresses(world: World, natPackage: NatPackage, ips: Iterable<string>): void {
  for (const ip of ips) {
    zoneOf(world, natPackage.zoneId).publicAddresses += 1;
    natPackage.addresses.delete(ip);
    world.publicAddresses.delete(ip);
  }
}

export function dropPackage(world: World, gateway: Gateway, id: string): void {
  const natPackage = findPackage(world, gateway.regionId, id);
  removeAddresses(world, natPackage, [...natPackage.addresses.keys()]);
  world.packages.remove(natPackage);
  gateway.packageIds.delete(id);
}

export function standingOfPackage(world: World, natPackage: NatPackage) {
  return standingOf(world, { chargeType: 'PostPaid', expires: undefined, locked: natPackage.locked });
}

/** Whether an entry of either table uses one of these addresses. */
export function packageUses(gateway: Gateway, ips: Iterable<string>): { snat: boolean; forward: boolean } {
  const uses = [...ips].map((ip) => usesOf(gateway, ip));
  return {
    snat: uses.some(({ snat }) => snat.length > 0),
    forward: uses.some(({ forward }) => forward.length > 0),
  };
}
