import { contains, overlaps, sizeOf } from '../../common/ipv4.ts';
import { sightOf } from './entry-address.ts';
import { collides } from './forward-mapping.ts';
import { addressesPerPackage, packagesPerGateway } from './limits.ts';
import type { Address, Gateway, NatPackage, VSwitch } from './model.ts';
import { freeAddressCount, vpcOf } from './network.ts';
import type { World } from './world.ts';

/** Throws an Error naming the broken rule when the state contradicts itself. */
export function checkInvariants(world: World): void {
  for (const gateway of world.gateways.all()) checkGateway(world, gateway);
  for (const address of world.addresses.all()) checkAddress(world, address);
  for (const natPackage of world.packages.all()) checkPackage(world, natPackage);
  for (const vSwitch of world.vSwitches.all()) checkVSwitch(world, vSwitch);
  const holders = world.addresses.size + [...world.packages.all()].reduce(countAddresses, 0);
  hold(world.publicAddresses.size === holders, 'every public address in use is registered, and no other');
  const tables = world.snatTables.size + world.forwardTables.size;
  hold(tables === 2 * world.gateways.size, 'every gateway has one table of each kind');
}

function hold(condition: boolean, rule: string): void {
  if (!condition) throw new Error(`alibaba: broken: ${rule}`);
}

function countAddresses(sum: number, { addresses }: NatPackage): number {
  return sum + addresses.size;
}

function checkGateway(world: World, gateway: Gateway): void {
  const { id, natType, status } = gateway;
  hold(vpcOf(world, gateway).gatewayIds.has(id), `${id} is known to its VPC`);
  const hasPrivateSide = gateway.privateSide !== undefined;
  const needsOne = natType === 'Enhanced' || status === 'Converting';
  hold(hasPrivateSide === needsOne, `${id} has a private side exactly when it is Enhanced or becomes so`);
  hold(gateway.packageIds.size <= packagesPerGateway, `${id} has at most four packages`);
  checkInside(world, gateway);
  checkAddressUse(world, gateway);
  checkForwardTable(gateway);
  checkSnatTable(world, gateway);
}

/** What an intranet gateway has instead of public addresses. */
function checkInside(world: World, { id, inside, addressIds, packageIds, privateSide }: Gateway): void {
  if (inside === undefined) return;
  hold(addressIds.size + packageIds.size === 0, `${id} leads to private networks and has no public address`);
  const natIps = [...inside.ips.values()];
  const quota = world.account.quotas.natIpsPerGateway;
  hold(natIps.length <= Math.max(quota, 1), `${id} has at most ${quota} NAT addresses`);
  hold(new Set(natIps.map(({ ip }) => ip)).size === natIps.length, `NAT addresses of ${id} differ`);
  hold(
    natIps.filter(({ isDefault }) => isDefault).every(({ address }) => address === privateSide?.address),
    `the default NAT address of ${id} is its own private address`,
  );
  for (const { cidr, address, id: natIp } of natIps) {
    const block = inside.cidrs.get(cidr)?.block;
    const lies = block !== undefined && contains(block, { first: address, last: address });
    hold(lies, `${natIp} lies in a block of ${id}`);
    hold(world.natIps.get(natIp)?.id === id, `${natIp} is known by its id`);
  }
}

function checkAddressUse(world: World, gateway: Gateway): void {
  const ips = [
    ...[...gateway.snat.entries.values()].flatMap(({ addresses, formerAddresses }) => [
      ...addresses,
      ...formerAddresses,
    ]),
    ...[...gateway.forward.entries.values()].map(({ mapping }) => mapping.externalIp),
  ];
  if (gateway.inside !== undefined) {
    const own = ips.every((ip) => sightOf(world, gateway, ip) !== 'unknown');
    hold(own, `entries of ${gateway.id} use its own NAT addresses`);
    return;
  }
  for (const ip of ips) {
    const holder = world.publicAddresses.get(ip);
    const owner = holder?.kind === 'package' ? holder.natPackage.gatewayId : holder?.address.gatewayId;
    hold(owner === gateway.id, `${ip}, used by an entry of ${gateway.id}, belongs to it`);
  }
}

function checkForwardTable({ id, forward, snat }: Gateway): void {
  const mappings = [...forward.entries.values()].map(({ mapping }) => mapping);
  const snatIps = new Set([...snat.entries.values()].flatMap(({ addresses }) => addresses));
  mappings.forEach((mapping, index) => {
    const unique = mappings.slice(index + 1).every((other) => !collides(mapping, other));
    hold(unique, `DNAT entries of ${id} claim each endpoint once`);
    const apart = mapping.portBreak || !snatIps.has(mapping.externalIp);
    hold(apart, `${mapping.externalIp} serves one table of ${id} unless ports break through`);
  });
}

function checkSnatTable(world: World, { id, vpcId, snat }: Gateway): void {
  const sources = [...snat.entries.values()].map(({ source }) => source);
  sources.forEach((source, index) => {
    for (const other of sources.slice(index + 1)) {
      const apart = !overlaps(source, other) || sizeOf(source) !== sizeOf(other);
      const nested = apart && (!overlaps(source, other) || sizeOf(source) === 1 || sizeOf(other) === 1);
      hold(nested, `SNAT sources of ${id} do not overlap, but for single servers`);
    }
    const inside = world.account.anySourceCidr || contains(vpcOf(world, { vpcId }).block, source);
    hold(inside, `SNAT sources of ${id} lie inside its VPC`);
  });
}

function checkAddress(world: World, { id, ip, status, gatewayId }: Address): void {
  const holder = world.publicAddresses.get(ip);
  hold(holder?.kind === 'address' && holder.address.id === id, `${ip} is held by ${id}`);
  const bound = status === 'Associating' || status === 'InUse' || status === 'Unassociating';
  hold(bound === (gatewayId !== undefined), `${id} names a gateway exactly while it is bound`);
  if (gatewayId === undefined) return;
  hold(world.gateways.get(gatewayId)?.addressIds.has(id) === true, `${id} is known to its gateway`);
}

function checkPackage(world: World, { id, gatewayId, addresses }: NatPackage): void {
  hold(world.gateways.get(gatewayId)?.packageIds.has(id) === true, `${id} is known to its gateway`);
  hold(addresses.size >= 1 && addresses.size <= addressesPerPackage, `${id} has 1 to 50 addresses`);
}

function checkVSwitch(world: World, vSwitch: VSwitch): void {
  const gateways = [...vpcOf(world, vSwitch).gatewayIds].flatMap((id) => world.gateways.get(id) ?? []);
  const taken = gateways.flatMap(({ privateSide, inside }) => {
    if (privateSide?.vSwitchId !== vSwitch.id) return [];
    const natIps = [...(inside?.ips.values() ?? [])].filter(({ cidr }) => cidr === vSwitch.cidr);
    return [...new Set([privateSide.address, ...natIps.map(({ address }) => address)])];
  });
  hold(new Set(taken).size === taken.length, `private addresses of ${vSwitch.id} are given out once`);
  hold(taken.length === vSwitch.taken.size, `${vSwitch.id} counts the addresses its gateways took`);
  hold(freeAddressCount(vSwitch) >= 0, `${vSwitch.id} gives out no more than it has`);
}
