import { standingOf } from './billing.ts';
import { findGateway } from './gateways.ts';
import { durations } from './limits.ts';
import type { Address, ChargeType, Gateway, Tags } from './model.ts';
import { found, refuse } from './refusal.ts';
import { atWork, type Uses, usesOf } from './uses.ts';
import { begin, confirm } from './work.ts';
import { type Call, nextPublicAddress, type World } from './world.ts';

export interface AddressDescription {
  readonly regionId: string;
  readonly name: string;
  readonly description: string;
  readonly bandwidth: string;
  readonly isp: string;
  readonly chargeType: ChargeType;
  readonly internetChargeType: string;
  /** End of a subscription, on the calendar. */
  readonly expires: number | undefined;
  readonly resourceGroupId: string;
  readonly tags: Tags;
  /** A certain address instead of the next free one. */
  readonly ip?: string | undefined;
}

/** Without a region the address is found wherever it is: RegionId is optional for EIP calls. */
export function findAddress(world: World, id: string, regionId?: string): Address {
  const address = found(world.addresses.get(id), 'address-not-found');
  return regionId === undefined || address.regionId === regionId ? address : refuse('address-not-found');
}

export function allocateAddress(world: World, wanted: AddressDescription): Address {
  const { ip, ...kept } = wanted;
  const address: Address = {
    ...kept,
    id: `eip-${world.identity.word(20)}`,
    ip: ip ?? nextPublicAddress(world),
    created: world.clock.calendar(),
    deletionProtection: false,
    status: 'Available',
    gatewayId: undefined,
    usableFrom: 0,
    sharedPackageId: undefined,
    sharedPackageStatus: undefined,
  };
  world.addresses.add(address);
  world.publicAddresses.set(address.ip, { kind: 'address', address });
  return address;
}

export function associateAddress(world: World, call: Call, address: Address, gatewayId: string): void {
  associateAddresses(world, call, [address], gatewayId);
}

/** All are bound, or none. */
export function associateAddresses(
  world: World,
  call: Call,
  addresses: readonly Address[],
  gatewayId: string,
): void {
  if (new Set(addresses).size < addresses.length) refuse('address-duplicated');
  for (const address of addresses) checkIdle(address);
  const gateway = found(world.gateways.get(gatewayId), 'address-instance-not-found');
  for (const [index, address] of addresses.entries()) checkRoomFor(world, gateway, address, index);
  confirm(call);
  for (const address of addresses) beginBinding(world, call, gateway, address);
}

function checkIdle(address: Address): void {
  if (address.gatewayId !== undefined) refuse('address-duplicated');
  if (address.status !== 'Available') refuse('address-not-idle');
}

function checkRoomFor(world: World, gateway: Gateway, address: Address, ahead: number): void {
  if (gateway.regionId !== address.regionId) refuse('address-of-another-region');
  if (gateway.inside !== undefined) refuse('gateway-intranet');
  if (gateway.status !== 'Available') refuse('gateway-busy');
  if (standingOf(world, gateway) !== 'Normal') refuse('gateway-locked');
  if (standingOfAddress(world, address) !== 'Normal') refuse('address-locked');
  if (gateway.packageIds.size > 0) refuse('address-with-packages');
  if (gateway.addressIds.size + ahead >= world.account.quotas.addressesPerGateway) refuse('address-quota');
}

function beginBinding(world: World, call: Call, gateway: Gateway, address: Address): void {
  address.status = 'Associating';
  address.gatewayId = gateway.id;
  gateway.addressIds.add(address.id);
  begin(world, call, {
    milliseconds: durations.bindAddress,
    done: (due) => becomeInUse(address, due + world.account.lag * 1000),
    failed: () => becomeIdle(world, address),
  });
}

/** Entry calls see a new binding from `usableFrom` on, a moment on the work axis. */
export function becomeInUse(address: Address, usableFrom = Number.NEGATIVE_INFINITY): void {
  address.status = 'InUse';
  address.usableFrom = usableFrom;
}

export interface Unbinding {
  readonly address: Address;
  readonly instanceId: string | undefined;
  /** Detaches although entries use the address, and takes those entries away. */
  readonly force: boolean;
}

export function unassociateAddress(world: World, call: Call, unbinding: Unbinding): void {
  const { address, instanceId } = unbinding;
  if (address.status !== 'InUse' || address.gatewayId === undefined) refuse('address-not-bound');
  if (instanceId !== undefined && instanceId !== address.gatewayId) refuse('address-instance-not-found');
  const gateway = findGateway(world, address.regionId, address.gatewayId);
  if (gateway.status !== 'Available') refuse('gateway-busy');
  if (standingOf(world, gateway) !== 'Normal') refuse('address-locked');
  const uses = usesOf(gateway, address.ip);
  if (atWork([uses])) refuse('address-entries-busy');
  if (!unbinding.force) checkUnused(uses);
  confirm(call);
  dropEntriesOf(gateway, address);
  address.status = 'Unassociating';
  begin(world, call, {
    milliseconds: durations.unbindAddress,
    done: () => becomeIdle(world, address),
    failed: () => becomeInUse(address),
  });
}

function checkUnused({ snat, forward }: Uses): void {
  if (snat.length > 0) refuse('address-in-use-by-snat');
  if (forward.length > 0) refuse('address-in-use-by-forward');
}

function dropEntriesOf(gateway: Gateway, address: Address): void {
  const uses = usesOf(gateway, address.ip);
  for (const { id } of uses.forward) gateway.forward.entries.delete(id);
  for (const entry of uses.snat) {
    entry.addresses = entry.addresses.filter((ip) => ip !== address.ip);
    if (entry.addresses.length === 0) gateway.snat.entries.delete(entry.id);
  }
}

export function becomeIdle(world: World, address: Address): void {
  if (address.gatewayId !== undefined) {
    world.gateways.get(address.gatewayId)?.addressIds.delete(address.id);
  }
  address.gatewayId = undefined;
  address.status = 'Available';
}

export function releaseAddress(world: World, call: Call, address: Address): void {
  if (address.status !== 'Available') refuse('address-not-idle');
  if (address.chargeType === 'PrePaid') refuse('address-prepaid');
  if (address.deletionProtection) refuse('address-protected');
  confirm(call);
  address.status = 'Releasing';
  begin(world, call, {
    milliseconds: durations.releaseAddress,
    done: () => removeAddress(world, address),
    failed: () => {
      address.status = 'Available';
    },
  });
}

function removeAddress(world: World, address: Address): void {
  if (address.sharedPackageId !== undefined) {
    world.sharedPackages.get(address.sharedPackageId)?.addressIds.delete(address.id);
  }
  world.addresses.remove(address);
  world.publicAddresses.delete(address.ip);
}

export function standingOfAddress(world: World, address: Address): 'Normal' | 'FinancialLocked' {
  return standingOf(world, { ...address, locked: 'Normal' }) === 'Normal' ? 'Normal' : 'FinancialLocked';
}
