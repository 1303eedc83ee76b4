import type { AddressUse, Gateway } from './model.ts';
import { Refusal } from './refusal.ts';
import { findAddress, type World } from './world.ts';

/** A rule forwards through addresses that are bound to its gateway for that kind of rule. */
export function requireBound(world: World, gateway: Gateway, ip: string, use: 'snat' | 'dnat'): void {
  const bound: AddressUse | undefined = gateway.addresses.get(ip);
  if (bound === use || bound === 'both') return;
  if (findAddress(world, gateway.region, ip) === undefined) {
    throw new Refusal('resource-missing', `There is no public address ${ip} in ${gateway.region}.`);
  }
  throw new Refusal(
    'not-allowed',
    `The address ${ip} is not bound to ${gateway.id} for ${use.toUpperCase()}.`,
  );
}

export function countUsers(gateway: Gateway, addresses: readonly string[], change: 1 | -1): void {
  for (const ip of addresses) {
    const users = (gateway.addressUsers.get(ip) ?? 0) + change;
    if (users === 0) gateway.addressUsers.delete(ip);
    else gateway.addressUsers.set(ip, users);
  }
}
