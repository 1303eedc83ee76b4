import { addGroup, type GroupOrder } from './addresses.ts';
import { requireOneOrigin } from './bindings.ts';
import { drawFault, type FaultSource } from './fault-source.ts';
import type { Address, AddressGroup, Plain } from './model.ts';
import { Refusal } from './refusal.ts';
import { findAddress, findGroup, regionOf, type Scope, type World } from './world.ts';

/** A shared bandwidth and the addresses it was bought with, all at once. */
export function createGroup(
  world: World,
  scope: Scope,
  order: GroupOrder,
  faults: FaultSource,
): AddressGroup {
  drawFault(faults);
  if (world.account.inArrears && order.payment.timing === 'Postpaid')
    throw new Refusal('not-allowed', 'The account is in arrears.');
  const id = `eg-${world.identity.word(8)}`;
  return addGroup(world, regionOf(world, scope), id, order);
}

export function renameGroup(world: World, scope: Scope, id: string, name: string): void {
  findGroup(world, scope, id).name = name;
}

export function resizeGroup(world: World, scope: Scope, id: string, bandwidth: number): void {
  const group = idleGroup(world, scope, id);
  requireBandwidthFor(group.addresses.length, bandwidth);
  group.bandwidth = bandwidth;
  for (const address of membersOf(world, group)) address.bandwidth = bandwidth;
  update(world, group);
}

/** The addresses draw from the shared bandwidth at once; only the group is busy for a moment. */
export function moveIn(world: World, scope: Scope, id: string, ips: readonly string[]): void {
  const group = idleGroup(world, scope, id);
  const addresses = ips.map((ip) => requireMember(world, group, ip, undefined));
  const prepaid = addresses.find(({ payment }) => payment.timing === 'Prepaid');
  if (prepaid) throw new Refusal('not-allowed', `The address ${prepaid.id} is prepaid.`);
  requireBandwidthFor(group.addresses.length + addresses.length, group.bandwidth);
  requireOneOriginEverywhere(world, addresses, group.id);
  for (const address of addresses) {
    const { bandwidth, billingMethod } = address;
    address.before = { bandwidth, billingMethod };
    address.groupId = group.id;
    address.bandwidth = group.bandwidth;
  }
  group.addresses = [...group.addresses, ...ips];
  update(world, group);
}

/** An address, and what it is from then on where it was bought with the group. */
export interface Leaving {
  readonly ip: string;
  readonly after: Plain | undefined;
}

export function moveOut(world: World, scope: Scope, id: string, leaving: readonly Leaving[]): void {
  const group = idleGroup(world, scope, id);
  if (group.payment.timing === 'Prepaid')
    throw new Refusal('not-allowed', 'A prepaid shared bandwidth keeps its addresses.');
  const plain = leaving.map(({ ip, after: asked }) => {
    const address = requireMember(world, group, ip, group.id);
    const after = address.before ?? asked;
    if (after === undefined)
      throw new Refusal('value-invalid', `The address ${ip} needs a bandwidth and a billing of its own.`);
    return { address, after };
  });
  requireOneOriginEverywhere(
    world,
    plain.map(({ address }) => address),
    undefined,
  );
  for (const { address, after } of plain) {
    Object.assign(address, { ...after, groupId: undefined, before: undefined });
  }
  const gone = new Set(leaving.map(({ ip }) => ip));
  group.addresses = group.addresses.filter((ip) => !gone.has(ip));
  update(world, group);
}

/** Addresses that were bought with it are released along with it; those that moved in become plain again. */
export function releaseGroup(world: World, scope: Scope, id: string): void {
  const group = idleGroup(world, scope, id);
  const members = membersOf(world, group);
  const bound = members.find(({ boundTo }) => boundTo !== undefined);
  if (bound) throw new Refusal('not-allowed', `The address ${bound.id} is bound to ${bound.boundTo}.`);
  if (group.payment.timing === 'Prepaid' && group.payment.expiresAt > world.clock.calendar())
    throw new Refusal('not-allowed', 'It is prepaid and has not expired.');
  const region = regionOf(world, group.region);
  for (const address of members) {
    if (address.before === undefined) region.addresses.remove(address.id);
    else Object.assign(address, { ...address.before, groupId: undefined, before: undefined });
  }
  region.groups.remove(group.id);
}

function idleGroup(world: World, scope: Scope, id: string): AddressGroup {
  const group = findGroup(world, scope, id);
  if (group.status !== 'available')
    throw new Refusal('not-allowed', `The shared bandwidth is ${group.status}.`);
  return group;
}

function update(world: World, group: AddressGroup): void {
  group.status = 'updating';
  world.workScheduler.at(world.clock.due(world.rules.durations.changeGroup), () => {
    group.status = 'available';
  });
}

const membersOf = (world: World, { region, addresses }: AddressGroup): readonly Address[] =>
  addresses.flatMap((ip) => findAddress(world, region, ip) ?? []);

function requireMember(world: World, group: AddressGroup, ip: string, groupId: string | undefined): Address {
  const address = findAddress(world, group.region, ip);
  if (address === undefined) throw new Refusal('address-missing', `There is no public address ${ip} here.`);
  if (address.groupId !== groupId)
    throw new Refusal('not-allowed', `The address ${ip} is in ${address.groupId ?? 'no shared bandwidth'}.`);
  if (address.status !== 'available' && address.status !== 'binded')
    throw new Refusal('not-allowed', `The address ${ip} is ${address.status}.`);
  return address;
}

/** At least 1 Mbit/s for each address. */
function requireBandwidthFor(addresses: number, bandwidth: number): void {
  if (addresses <= bandwidth) return;
  throw new Refusal('over-limit', `${bandwidth} Mbit/s are for ${bandwidth} addresses, not ${addresses}.`);
}

/** A gateway would not take such addresses side by side, so they do not become so while they are bound. */
function requireOneOriginEverywhere(
  world: World,
  moved: readonly Address[],
  groupId: string | undefined,
): void {
  const moving = new Map(moved.map(({ id }) => [id, groupId]));
  for (const id of new Set(moved.flatMap(({ boundTo }) => boundTo ?? []))) {
    const gateway = world.gateways.get(id);
    if (gateway === undefined) continue;
    const originOf = (ip: string) =>
      moving.has(ip) ? moving.get(ip) : findAddress(world, gateway.region, ip)?.groupId;
    requireOneOrigin(gateway.addresses, originOf);
  }
}
