import { maximumAddresses } from './bindings.ts';
import type { Address, Gateway, GatewayState } from './model.ts';
import { canonicalNetwork } from './network-address.ts';
import { outsidePorts } from './port-claims.ts';
import { findAddress, findVpc, type RegionState, type World } from './world.ts';

const TRANSIENT: readonly GatewayState[] = [
  'building',
  'configuring',
  'updating',
  'stopping',
  'starting',
  'deleting',
];

/** Throws an Error naming the broken rule when the state contradicts itself. */
export function checkInvariants(world: World): void {
  for (const gateway of world.gateways.values()) checkGateway(world, gateway);
  for (const region of world.regions.values()) checkRegion(world, region);
}

function ensure(holds: boolean, rule: string): void {
  if (!holds) throw new Error(`Baidu: ${rule}`);
}

function checkGateway(world: World, gateway: Gateway): void {
  const vpc = findVpc(world, gateway.region, gateway.vpcId);
  ensure(vpc.gateways.get(gateway.id) === gateway, `${gateway.id} is not listed in its VPC`);
  ensure(
    TRANSIENT.includes(gateway.state) === (gateway.work !== undefined),
    `${gateway.id} is ${gateway.state}`,
  );
  checkAddresses(world, gateway);
  checkPayment(world, gateway);
  checkSnatRules(gateway);
  checkDnatRules(gateway);
  checkUsers(gateway);
}

function checkAddresses(world: World, gateway: Gateway): void {
  const { addresses, capacity, region, id } = gateway;
  ensure(addresses.size <= maximumAddresses(world.rules, capacity), `${id} has too many addresses`);
  for (const [ip, use] of addresses) {
    ensure(findAddress(world, region, ip)?.boundTo === id, `${ip} does not know that it belongs to ${id}`);
    ensure((use === 'both') === (capacity.kind === 'enhanced'), `${ip} has the wrong use`);
  }
  for (const use of ['snat', 'dnat', 'both']) {
    const ofUse = [...addresses].filter(([, other]) => other === use);
    const origins = new Set(ofUse.map(([ip]) => findAddress(world, region, ip)?.groupId));
    ensure(origins.size <= 1, `${id} mixes shared bandwidths`);
    ensure(use === 'both' || ofUse.length <= 1 || !origins.has(undefined), `${id} has two plain addresses`);
  }
}

function checkPayment({ clock, account }: World, { id, payment, state, stoppedFor, removal }: Gateway): void {
  const isExpired = payment.timing === 'Prepaid' && payment.expiresAt <= clock.calendar();
  const owes = payment.timing === 'Postpaid' && account.inArrears;
  ensure(isExpired === (stoppedFor === 'expiry'), `${id} is ${state} against its expiry`);
  ensure(
    owes === (stoppedFor === 'arrears') || state === 'deleting',
    `${id} is ${state} against the account`,
  );
  ensure((removal !== undefined) === (stoppedFor !== undefined), `${id} is kept for the wrong time`);
  ensure(stoppedFor === undefined || !serves(state), `${id} serves without payment`);
}

function serves(state: GatewayState): boolean {
  return state === 'active' || state === 'unconfigured';
}

function checkSnatRules({ id, snatRules, snatSources, addresses }: Gateway): void {
  ensure(snatRules.size === snatSources.size, `${id} translates a source twice`);
  for (const rule of snatRules) {
    ensure(snatSources.get(canonicalNetwork(rule.source) ?? '') === rule.id, `${rule.id} is not indexed`);
    const bound = rule.addresses.every((ip) => addresses.has(ip) && addresses.get(ip) !== 'dnat');
    ensure(bound, `${rule.id} uses an address that is not bound`);
  }
}

function checkDnatRules({ dnatRules, addresses }: Gateway): void {
  const taken = new Map<string, { readonly first: number; readonly last: number }[]>();
  for (const rule of dnatRules) {
    const use = addresses.get(rule.address);
    ensure(use === 'dnat' || use === 'both', `${rule.id} uses an address that is not bound`);
    for (const protocol of rule.protocol === 'all' ? ['TCP', 'UDP'] : [rule.protocol]) {
      const key = `${rule.address} ${protocol}`;
      taken.set(key, [...(taken.get(key) ?? []), outsidePorts(rule)]);
    }
  }
  for (const [key, ranges] of taken) {
    ranges.sort((one, other) => one.first - other.first);
    const apart = ranges.every(({ first }, index) => first > (ranges[index - 1]?.last ?? -1));
    ensure(apart, `a port of ${key} is forwarded twice`);
  }
}

function checkUsers({ id, snatRules, dnatRules, addressUsers }: Gateway): void {
  const users = new Map<string, number>();
  const used = [
    ...[...snatRules].flatMap((rule) => rule.addresses),
    ...[...dnatRules].map((rule) => rule.address),
  ];
  for (const ip of used) users.set(ip, (users.get(ip) ?? 0) + 1);
  const agrees = [...users].every(([ip, count]) => addressUsers.get(ip) === count);
  ensure(agrees && users.size === addressUsers.size, `${id} miscounts the users of its addresses`);
}

function checkRegion(world: World, { vpcs, addresses, groups }: RegionState): void {
  for (const { id, gateways, gatewayQuota } of vpcs) {
    ensure(gateways.size <= gatewayQuota, `${id} has too many gateways`);
    for (const gateway of gateways) ensure(world.gateways.has(gateway.id), `${gateway.id} is not indexed`);
  }
  for (const address of addresses) checkOwner(world, address);
  for (const { id, addresses: members } of groups) {
    ensure(new Set(members).size === members.length, `${id} lists an address twice`);
    for (const ip of members) ensure(addresses.get(ip)?.groupId === id, `${ip} does not know ${id}`);
  }
  for (const { id, groupId } of addresses) {
    const listed = groupId === undefined || groups.get(groupId)?.addresses.includes(id);
    ensure(listed === true, `${id} is not listed by ${groupId}`);
  }
}

/** A bound address is listed by its gateway once the work is done; a free one belongs to nobody. */
function checkOwner(world: World, { id, boundTo, status }: Address): void {
  if (boundTo === undefined) {
    ensure(!['binding', 'binded', 'unbinding'].includes(status), `${id} is ${status} to nothing`);
    return;
  }
  const owner = world.gateways.get(boundTo);
  ensure(owner !== undefined, `${id} is bound to ${boundTo}, which is gone`);
  ensure(status === 'binding' || owner?.addresses.has(id) === true, `${id} is not listed by ${boundTo}`);
  ensure(status !== 'available', `${id} is available and bound`);
}
