import { becomeInUse } from './addresses.ts';
import { checkGatewayStanding } from './billing.ts';
import { addressesPerPackage } from './limits.ts';
import type { Address, Gateway, NatPackage, SharedPackage } from './model.ts';
import { addAddresses, dropPackage, packageUses, removeAddresses, standingOfPackage } from './packages.ts';
import { found, refuse } from './refusal.ts';
import { addSharedPackage } from './shared-packages.ts';
import { atWork, usesOf } from './uses.ts';
import { confirm } from './work.ts';
import { type Call, type World, zoneOf } from './world.ts';

/** A locked gateway holds its packages too. */
function checkPackageStanding(world: World, natPackage: NatPackage): void {
  if (standingOfPackage(world, natPackage) !== 'Normal') refuse('package-locked');
  checkGatewayStanding(world, gatewayOf(world, natPackage));
}

export interface PackageTexts {
  readonly name: string | undefined;
  readonly description: string | undefined;
}

export function setPackageTexts(world: World, natPackage: NatPackage, texts: PackageTexts): void {
  checkPackageStanding(world, natPackage);
  natPackage.name = texts.name ?? natPackage.name;
  natPackage.description = texts.description ?? natPackage.description;
}

function gatewayOf(world: World, natPackage: NatPackage): Gateway {
  return found(world.gateways.get(natPackage.gatewayId), 'gateway-not-found');
}

export function setPackageBandwidth(world: World, natPackage: NatPackage, bandwidth: number): void {
  checkPackageStanding(world, natPackage);
  natPackage.bandwidth = bandwidth;
}

export function growPackage(world: World, call: Call, natPackage: NatPackage, count: number): void {
  checkPackageStanding(world, natPackage);
  if (natPackage.addresses.size + count > addressesPerPackage) refuse('package-addresses-quota');
  if (zoneOf(world, natPackage.zoneId).publicAddresses < count) refuse('zone-without-addresses');
  confirm(call);
  addAddresses(world, natPackage, count);
}

/** One address that may not go keeps them all. */
export function shrinkPackage(
  world: World,
  call: Call,
  natPackage: NatPackage,
  ips: readonly string[],
): void {
  checkPackageStanding(world, natPackage);
  for (const ip of ips) checkMember(world, natPackage, ip);
  const leaving = new Set(ips);
  if (leaving.size >= natPackage.addresses.size) refuse('package-addresses-all');
  checkUnused(gatewayOf(world, natPackage), leaving);
  confirm(call);
  removeAddresses(world, natPackage, leaving);
}

function checkMember(world: World, natPackage: NatPackage, ip: string): void {
  if (natPackage.addresses.has(ip)) return;
  const holder = world.publicAddresses.get(ip);
  refuse(holder?.kind === 'package' ? 'package-address-elsewhere' : 'package-address-unknown');
}

function checkUnused(gateway: Gateway, ips: Iterable<string>): void {
  const uses = packageUses(gateway, ips);
  if (uses.forward) refuse('package-used-by-forward');
  if (uses.snat) refuse('package-used-by-snat');
}

/** Force takes the entries that use the package along. */
export function deletePackage(world: World, call: Call, natPackage: NatPackage, force: boolean): void {
  checkPackageStanding(world, natPackage);
  const gateway = gatewayOf(world, natPackage);
  if (gateway.status !== 'Available') refuse('gateway-busy');
  if (atWork([...natPackage.addresses.keys()].map((ip) => usesOf(gateway, ip))))
    refuse('address-entries-busy');
  if (!force) checkUnused(gateway, natPackage.addresses.keys());
  confirm(call);
  dropEntries(gateway, natPackage);
  dropPackage(world, gateway, natPackage.id);
}

function dropEntries({ snat, forward }: Gateway, { addresses }: NatPackage): void {
  for (const [id, { mapping }] of forward.entries) {
    if (addresses.has(mapping.externalIp)) forward.entries.delete(id);
  }
  for (const [id, entry] of snat.entries) {
    entry.addresses = entry.addresses.filter((ip) => !addresses.has(ip));
    if (entry.addresses.length === 0) snat.entries.delete(id);
  }
}

/** The addresses become EIPs of the same gateway, in a shared bandwidth package of the same bandwidth and metering. */
export function convertPackage(world: World, call: Call, natPackage: NatPackage): SharedPackage {
  checkPackageStanding(world, natPackage);
  const gateway = gatewayOf(world, natPackage);
  if (gateway.status !== 'Available') refuse('gateway-busy');
  confirm(call);
  const { regionId, isp, internetChargeType, name, description } = natPackage;
  const bandwidth = String(natPackage.bandwidth);
  const shared = addSharedPackage(world, {
    regionId,
    isp,
    internetChargeType,
    name,
    description,
    bandwidth,
    resourceGroupId: '',
    tags: new Map(),
  });
  const ips = [...natPackage.addresses.keys()];
  dropPackage(world, gateway, natPackage.id);
  for (const ip of ips) adoptAddress(world, gateway, shared, ip);
  return shared;
}

function adoptAddress(world: World, gateway: Gateway, shared: SharedPackage, ip: string): void {
  const address: Address = {
    id: `eip-${world.identity.word(20)}`,
    ip,
    regionId: gateway.regionId,
    created: world.clock.calendar(),
    chargeType: 'PostPaid',
    internetChargeType: shared.internetChargeType,
    isp: shared.isp,
    expires: undefined,
    resourceGroupId: shared.resourceGroupId,
    tags: new Map(),
    name: '',
    description: '',
    bandwidth: shared.bandwidth,
    deletionProtection: false,
    status: 'InUse',
    gatewayId: gateway.id,
    usableFrom: 0,
    sharedPackageId: shared.id,
    sharedPackageStatus: 'BINDED',
  };
  becomeInUse(address);
  world.addresses.add(address);
  world.publicAddresses.set(ip, { kind: 'address', address });
  gateway.addressIds.add(address.id);
  shared.addressIds.add(address.id);
}
