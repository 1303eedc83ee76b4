import { formatAddress } from '../../common/ipv4.ts';
import { drawFault, type FaultSource } from './fault-source.ts';
import type { Address, AddressGroup, Payment, Tag } from './model.ts';
import { Refusal } from './refusal.ts';
import { findAddress, type RegionState, regionOf, type Scope, type World } from './world.ts';

/** RFC 2544 sets 198.18.0.0/15 apart for tests, so an emulated address never names a real machine: 198.18.0.1. */
const FIRST_PUBLIC_ADDRESS = 0xc612_0001;
const PUBLIC_ADDRESSES = 2 ** 17 - 2;

export interface AddressOrder {
  readonly name: string;
  readonly bandwidth: number;
  readonly billingMethod: string;
  readonly payment: Payment;
  readonly tags: readonly Tag[];
}

/** An address that is there at once, as seeds and ready networks need it. */
export function addAddress(
  world: World,
  region: RegionState,
  order: AddressOrder,
  groupId?: string,
): Address {
  if (world.addressesIssued >= PUBLIC_ADDRESSES) {
    throw new Refusal('over-limit', 'The emulator has no public addresses left; reset it.');
  }
  const address: Address = {
    ...order,
    id: formatAddress(FIRST_PUBLIC_ADDRESS + world.addressesIssued),
    instanceId: `ip-${world.identity.word(8)}`,
    region: region.name,
    groupId,
    createdAt: world.clock.calendar(),
    status: 'available',
    boundTo: undefined,
  };
  world.addressesIssued += 1;
  region.addresses.add(address);
  return address;
}

export function createAddress(world: World, scope: Scope, order: AddressOrder, faults: FaultSource): Address {
  const fault = drawFault(faults);
  const address = addAddress(world, regionOf(world, scope), order);
  if (fault !== undefined) address.status = 'creating';
  else change(world, address, 'creating', world.rules.durations.createAddress);
  return address;
}

export interface GroupOrder extends Omit<AddressOrder, 'tags'> {
  readonly count: number;
}

export function addGroup(
  world: World,
  region: RegionState,
  id: string,
  { count, ...order }: GroupOrder,
): AddressGroup {
  const addresses = Array.from({ length: count }, (_, index) =>
    addAddress(world, region, { ...order, name: `${order.name}-${index + 1}`, tags: [] }, id),
  );
  const group: AddressGroup = {
    ...order,
    id,
    region: region.name,
    status: 'available',
    createdAt: world.clock.calendar(),
    addresses: addresses.map((address) => address.id),
  };
  region.groups.add(group);
  return group;
}

export function resizeAddress(world: World, scope: Scope, ip: string, bandwidth: number): void {
  const address = requireAddress(world, scope, ip);
  if (address.status !== 'available' && address.status !== 'binded') {
    throw new Refusal('not-allowed', `The address ${ip} is ${address.status}.`);
  }
  if (address.groupId !== undefined) {
    throw new Refusal('not-allowed', `The address ${ip} has the bandwidth of its shared bandwidth.`);
  }
  address.bandwidth = bandwidth;
  change(world, address, 'updating', world.rules.durations.resizeAddress);
}

export function releaseAddress(world: World, scope: Scope, ip: string): void {
  const address = requireAddress(world, scope, ip);
  const obstacle = obstacleToRelease(world, address);
  if (obstacle !== undefined) throw new Refusal('not-allowed', `The address ${ip} ${obstacle}.`);
  regionOf(world, address.region).addresses.remove(ip);
}

function obstacleToRelease(world: World, { status, groupId, payment }: Address): string | undefined {
  if (status !== 'available') return `is ${status}`;
  if (groupId !== undefined) return 'belongs to a shared bandwidth';
  const unexpired = payment.timing === 'Prepaid' && payment.expiresAt > world.clock.calendar();
  return unexpired ? 'is prepaid and has not expired' : undefined;
}

function requireAddress(world: World, scope: Scope, ip: string): Address {
  const address = findAddress(world, scope, ip);
  if (address === undefined) throw new Refusal('address-missing', `There is no public address ${ip} here.`);
  return address;
}

/** Makes a bound address free; one that is being resized becomes available when that is done. */
export function freeAddress(world: World, region: string, ip: string): void {
  const address = findAddress(world, region, ip);
  if (address === undefined) return;
  address.boundTo = undefined;
  if (address.status !== 'updating') address.status = 'available';
}

function change(world: World, address: Address, status: 'creating' | 'updating', duration: number): void {
  address.status = status;
  world.workScheduler.at(world.clock.due(duration), () => {
    if (address.status === status) address.status = address.boundTo === undefined ? 'available' : 'binded';
  });
}
