import { freeAddress } from './addresses.ts';
import { drawFault, type FaultSource } from './fault-source.ts';
import type { Address, AddressUse, Capacity, Gateway } from './model.ts';
import { requirePermission } from './permissions.ts';
import { Refusal } from './refusal.ts';
import type { WorldRules } from './rules.ts';
import { begin, restingState } from './work.ts';
import { findAddress, findGateway, type Scope, type World } from './world.ts';

/** Addresses a caller wants bound, by what they are to serve. */
export type AddressWish = ReadonlyMap<string, AddressUse>;

export function bindAddresses(
  world: World,
  scope: Scope,
  gatewayId: string,
  wish: AddressWish,
  faults: FaultSource,
): void {
  const gateway = findGateway(world, scope, gatewayId);
  requirePermission(gateway, 'change');
  const addresses = checkWish(world, gateway.region, gateway.capacity, gateway.addresses, wish);
  const fault = drawFault(faults);
  reserveAddresses(addresses, gateway.id);
  begin(
    world,
    gateway,
    {
      state: 'configuring',
      duration: world.rules.durations.bind,
      complete: () => {
        attachAddresses(gateway, wish, addresses);
        return restingState(gateway);
      },
      abandon: () => giveBack(world, addresses),
    },
    fault,
  );
}

/** A normal gateway keeps SNAT and DNAT addresses apart, an enhanced one does not know the difference. */
function requireFittingUse({ kind }: Capacity, wish: AddressWish): void {
  const fits = [...wish.values()].every((use) => (use === 'both') === (kind === 'enhanced'));
  if (fits) return;
  const fields = kind === 'enhanced' ? 'bindEips' : 'eips or dnatEips';
  throw new Refusal('value-invalid', `The gateway is ${kind}: it takes its addresses as ${fields}.`);
}

export function unbindAddresses(
  world: World,
  scope: Scope,
  gatewayId: string,
  wish: AddressWish,
  faults: FaultSource,
): void {
  const gateway = findGateway(world, scope, gatewayId);
  requirePermission(gateway, 'change');
  requireFittingUse(gateway.capacity, wish);
  const addresses = [...wish].map(([ip, use]) => requireUnbindable(world, gateway, ip, use));
  const fault = drawFault(faults);
  for (const address of addresses) address.status = 'unbinding';
  begin(
    world,
    gateway,
    {
      state: 'configuring',
      duration: world.rules.durations.unbind,
      complete: () => {
        for (const { id } of addresses) gateway.addresses.delete(id);
        giveBack(world, addresses);
        return restingState(gateway);
      },
      abandon: () => {
        for (const address of addresses) address.status = 'binded';
      },
    },
    fault,
  );
}

function requireUnbindable(world: World, gateway: Gateway, ip: string, use: AddressUse): Address {
  const address = requireFound(world, gateway.region, ip);
  if (gateway.addresses.get(ip) !== use) {
    throw new Refusal('not-allowed', `The address ${ip} is not bound to ${gateway.id} for this use.`);
  }
  const { status } = address;
  if (status !== 'binded') throw new Refusal('not-allowed', `The address ${ip} is ${status}.`);
  if (gateway.addressUsers.has(ip)) throw new Refusal('not-allowed', `A rule uses the address ${ip}.`);
  return address;
}

/** The addresses of a wish, if a gateway of this capacity that has `bound` already may take them as well. */
export function checkWish(
  world: World,
  region: string,
  capacity: Capacity,
  bound: AddressWish,
  wish: AddressWish,
): readonly Address[] {
  requireFittingUse(capacity, wish);
  const addresses = [...wish.keys()].map((ip) => requireFound(world, region, ip));
  const busy = addresses.find(({ status }) => status !== 'available');
  if (busy !== undefined) throw new Refusal('not-allowed', `The address ${busy.id} is ${busy.status}.`);
  requireSpace(world.rules, capacity, bound.size + addresses.length);
  requireOneOrigin(new Map([...bound, ...wish]), (ip) => findAddress(world, region, ip)?.groupId);
  return addresses;
}

function requireFound(world: World, region: string, ip: string): Address {
  const address = findAddress(world, region, ip);
  if (address !== undefined) return address;
  throw new Refusal('resource-missing', `There is no public address ${ip} in ${region}.`);
}

export function requireSpace(rules: WorldRules, capacity: Capacity, count: number): void {
  const most = maximumAddresses(rules, capacity);
  if (count > most) throw new Refusal('over-limit', `The gateway takes ${most} addresses, not ${count}.`);
}

export function maximumAddresses(rules: WorldRules, capacity: Capacity): number {
  return capacity.kind === 'normal'
    ? rules.addressesPerSpec[capacity.spec]
    : Math.min(capacity.units * rules.addressesPerUnit, rules.addressesPerEnhanced);
}

/**
 * A normal gateway takes one plain address or several of one shared bandwidth, for SNAT and for DNAT each; an enhanced
 * one takes several, either all plain or all of one shared bandwidth.
 */
export function requireOneOrigin(addresses: AddressWish, originOf: (ip: string) => string | undefined): void {
  for (const use of ['snat', 'dnat', 'both'] as const) {
    const ofUse = [...addresses].filter(([, other]) => other === use).map(([ip]) => ip);
    const origins = new Set(ofUse.map(originOf));
    if (origins.size > 1) {
      throw new Refusal('not-allowed', 'The addresses are not all of one shared bandwidth.');
    }
    if (use !== 'both' && ofUse.length > 1 && origins.has(undefined)) {
      throw new Refusal('not-allowed', 'A normal gateway takes one plain address; unbind that first.');
    }
  }
}

export function reserveAddresses(addresses: readonly Address[], gatewayId: string): void {
  for (const address of addresses) {
    address.status = 'binding';
    address.boundTo = gatewayId;
  }
}

export function attachAddresses(gateway: Gateway, wish: AddressWish, addresses: readonly Address[]): void {
  for (const address of addresses) {
    address.status = 'binded';
    address.boundTo = gateway.id;
    gateway.addresses.set(address.id, wish.get(address.id) ?? 'both');
  }
}

export function giveBack(world: World, addresses: readonly Address[]): void {
  for (const { region, id } of addresses) freeAddress(world, region, id);
}
