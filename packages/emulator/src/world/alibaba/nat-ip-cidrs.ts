import { cidrOf, contains, overlaps, parseCidr } from '../../common/ipv4.ts';
import { checkWritable } from './gateways.ts';
import type { NatIpCidr } from './model.ts';
import type { InsideGateway, Naming } from './nat-ips.ts';
import { vpcOf } from './network.ts';
import { found, refuse } from './refusal.ts';
import { confirm } from './work.ts';
import type { Call, World } from './world.ts';

const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(cidrOf);

/** A block that NAT addresses may come from: private, and /16 to /32. */
export function isNatIpCidr(text: string): boolean {
  const cidr = parseCidr(text);
  return cidr !== undefined && cidr.prefix >= 16 && privateBlocks.some((block) => contains(block, cidr));
}

export interface NatIpCidrDescription {
  /** Checked by `isNatIpCidr`. */
  readonly cidr: string;
  readonly name: string;
  readonly description: string;
}

export function findNatIpCidr({ inside }: InsideGateway, cidr: string): NatIpCidr {
  return found(inside.cidrs.get(cidr), 'nat-ip-cidr-not-found');
}

/** There at once: no other state than Available is documented. */
export function createNatIpCidr(
  world: World,
  call: Call,
  gateway: InsideGateway,
  wanted: NatIpCidrDescription,
): NatIpCidr {
  checkWritable(world, gateway);
  const block = cidrOf(wanted.cidr);
  if (overlaps(vpcOf(world, gateway).block, block)) refuse('nat-ip-cidr-overlaps');
  if ([...gateway.inside.cidrs.values()].some((other) => overlaps(other.block, block)))
    refuse('nat-ip-cidr-overlaps');
  confirm(call);
  const cidr: NatIpCidr = {
    ...wanted,
    block,
    id: `vpcnatcidr-${world.identity.word(20)}`,
    created: world.clock.calendar(),
    isDefault: false,
  };
  gateway.inside.cidrs.set(wanted.cidr, cidr);
  return cidr;
}

export function deleteNatIpCidr(world: World, call: Call, gateway: InsideGateway, cidr: NatIpCidr): void {
  checkWritable(world, gateway);
  if (cidr.isDefault) refuse('nat-ip-cidr-default');
  const isUsed = [...gateway.inside.ips.values()].some((natIp) => natIp.cidr === cidr.cidr);
  if (isUsed) refuse('nat-ip-cidr-in-use');
  confirm(call);
  gateway.inside.cidrs.delete(cidr.cidr);
}

export function modifyNatIpCidr(
  world: World,
  call: Call,
  gateway: InsideGateway,
  cidr: NatIpCidr,
  { name, description }: Naming,
): void {
  checkWritable(world, gateway);
  confirm(call);
  cidr.name = name ?? cidr.name;
  cidr.description = description ?? cidr.description;
}
