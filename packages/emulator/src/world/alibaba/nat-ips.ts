import { contains, formatAddress, parseAddress, type Range } from '../../common/ipv4.ts';
import { checkWritable, findGateway } from './gateways.ts';
import { durations } from './limits.ts';
import type { Gateway, Inside, NatIp, NatIpCidr, VSwitch } from './model.ts';
import { findVSwitch, lowestFree, usableRange } from './network.ts';
import { found, refuse } from './refusal.ts';
import { usesOf } from './uses.ts';
import { begin, confirm } from './work.ts';
import type { Call, World } from './world.ts';

export interface InsideGateway extends Gateway {
  readonly inside: Inside;
}

/** A gateway that has NAT addresses, whatever its state. */
export function findInside(world: World, regionId: string, id: string): InsideGateway {
  return asInside(findGateway(world, regionId, id));
}

function asInside(gateway: Gateway): InsideGateway {
  return isInside(gateway) ? gateway : refuse('gateway-not-intranet');
}

const isInside = (gateway: Gateway): gateway is InsideGateway => gateway.inside !== undefined;

export interface OwnedNatIp {
  readonly gateway: InsideGateway;
  readonly natIp: NatIp;
}

/** A NAT address is called by its own id alone. */
export function findNatIp(world: World, regionId: string, id: string): OwnedNatIp {
  const owner = world.natIps.get(id);
  const gateway = asInside(found(owner?.regionId === regionId ? owner : undefined, 'nat-ip-not-found'));
  return { gateway, natIp: found(gateway.inside.ips.get(id), 'nat-ip-not-found') };
}

export interface NatIpDescription {
  readonly cidr: string;
  /** The address asked for, as text; the lowest free one of the block without it. */
  readonly ip: string | undefined;
  readonly name: string;
  readonly description: string;
}

export function createNatIp(world: World, call: Call, gateway: Gateway, wanted: NatIpDescription): NatIp {
  const { inside } = asInside(gateway);
  checkWritable(world, gateway);
  if ([...inside.ips.values()].some(({ status }) => status === 'Creating')) refuse('nat-ips-busy');
  const cidr = found(inside.cidrs.get(wanted.cidr), 'nat-ip-cidr-not-found');
  if (inside.ips.size >= world.account.quotas.natIpsPerGateway) refuse('nat-ip-quota');
  const address = addressIn(world, gateway, cidr, wanted.ip);
  confirm(call);
  return beginCreation(world, call, asInside(gateway), { ...wanted, address });
}

/** The address asked for, or the lowest free one of the block. */
function addressIn(world: World, gateway: Gateway, cidr: NatIpCidr, ip: string | undefined): number {
  const { range, taken } = placesOf(world, gateway, cidr);
  if (ip === undefined) return lowestFree(range, taken) ?? refuse('nat-ip-cidr-full');
  const address = parseAddress(ip) ?? refuse('nat-ip-outside');
  if (!contains(range, { first: address, last: address })) refuse('nat-ip-outside');
  return taken.has(address) ? refuse('nat-ip-taken') : address;
}

interface Places {
  readonly range: Range;
  readonly taken: ReadonlySet<number>;
}

/** In the default block, what the vSwitch has to give; in another, all but the ends, where it is large enough to have some. */
function placesOf(world: World, gateway: Gateway, { block, isDefault }: NatIpCidr): Places {
  if (isDefault) {
    const vSwitch = vSwitchOf(world, gateway);
    return { range: usableRange(vSwitch), taken: vSwitch.taken };
  }
  const ends = block.last - block.first > 1 ? 1 : 0;
  const taken = [...(gateway.inside?.ips.values() ?? [])].map(({ address }) => address);
  return { range: { first: block.first + ends, last: block.last - ends }, taken: new Set(taken) };
}

const vSwitchOf = (world: World, { privateSide }: Gateway): VSwitch =>
  findVSwitch(world, privateSide?.vSwitchId ?? '');

function beginCreation(
  world: World,
  call: Call,
  gateway: InsideGateway,
  { ip: _, ...wanted }: NatIpDescription & { readonly address: number },
): NatIp {
  const id = `vpcnatip-${world.identity.word(20)}`;
  const ip = formatAddress(wanted.address);
  const natIp: NatIp = { ...wanted, id, ip, isDefault: false, status: 'Creating' };
  gateway.inside.ips.set(id, natIp);
  world.natIps.set(id, gateway);
  if (isInVSwitch(gateway, natIp)) vSwitchOf(world, gateway).taken.add(natIp.address);
  begin(world, call, {
    milliseconds: durations.natIp,
    done: () => {
      natIp.status = 'Available';
    },
    failed: () => drop(world, gateway, natIp),
  });
  return natIp;
}

const isInVSwitch = ({ inside }: InsideGateway, { cidr }: NatIp): boolean =>
  inside.cidrs.get(cidr)?.isDefault === true;

export function deleteNatIp(world: World, call: Call, { gateway, natIp }: OwnedNatIp): void {
  checkWritable(world, gateway);
  if (natIp.isDefault) refuse('nat-ip-default');
  if (natIp.status !== 'Available') refuse('nat-ip-busy');
  const { snat, forward } = usesOf(gateway, natIp.ip);
  if (snat.length > 0) refuse('nat-ip-used-by-snat');
  if (forward.length > 0) refuse('nat-ip-used-by-forward');
  confirm(call);
  natIp.status = 'Deleting';
  begin(world, call, {
    milliseconds: durations.natIp,
    done: () => drop(world, gateway, natIp),
    failed: () => {
      natIp.status = 'Available';
    },
  });
}

/** The gateway may be gone before it, and another have taken the address since. */
function drop(world: World, gateway: InsideGateway, natIp: NatIp): void {
  if (!world.natIps.delete(natIp.id)) return;
  if (isInVSwitch(gateway, natIp)) vSwitchOf(world, gateway).taken.delete(natIp.address);
  gateway.inside.ips.delete(natIp.id);
}

export interface Naming {
  readonly name: string | undefined;
  readonly description: string | undefined;
}

export function modifyNatIp(world: World, call: Call, { gateway, natIp }: OwnedNatIp, naming: Naming): void {
  checkWritable(world, gateway);
  if (natIp.status !== 'Available') refuse('nat-ip-busy');
  confirm(call);
  natIp.name = naming.name ?? natIp.name;
  natIp.description = naming.description ?? natIp.description;
}

/** As the listing tells it: an address that an entry uses is Associated, or on its way there. */
export function statusOfNatIp(gateway: Gateway, { ip, status }: NatIp): string {
  if (status !== 'Available') return status;
  const { snat, forward } = usesOf(gateway, ip);
  const entries = [...snat, ...forward];
  if (entries.length === 0) return status;
  return entries.some((entry) => entry.status === 'Available') ? 'Associated' : 'Associating';
}
