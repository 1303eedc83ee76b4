import { cidrOf, contains, parseAddress, type Range, sizeOf } from '../../common/ipv4.ts';
import type { DefaultRoute, Gateway, Vpc, VSwitch } from './model.ts';
import { found, refuse } from './refusal.ts';
import type { World } from './world.ts';

/** The first and the last three addresses of a vSwitch belong to the system. */
const RESERVED_AT_START = 1;
const RESERVED_AT_END = 3;

export function findVpc(world: World, regionId: string, vpcId: string): Vpc {
  const vpc = world.vpcs.get(vpcId);
  return found(vpc?.regionId === regionId ? vpc : undefined, 'vpc-not-found');
}

export function findVSwitch(world: World, vSwitchId: string): VSwitch {
  return found(world.vSwitches.get(vSwitchId), 'vswitch-not-found');
}

/** The VPC of something that lives in it; VPCs are never deleted. */
export function vpcOf(world: World, { vpcId }: { readonly vpcId: string }): Vpc {
  const vpc = world.vpcs.get(vpcId);
  if (vpc === undefined) throw new Error(`${vpcId} has vanished`);
  return vpc;
}

export function checkVpcUsable(vpc: Vpc): void {
  if (vpc.status === 'creating') refuse('vpc-creating');
  if (vpc.status === 'deleting') refuse('vpc-unusable');
}

export function freeAddressCount(vSwitch: VSwitch): number {
  return sizeOf(vSwitch.block) - RESERVED_AT_START - RESERVED_AT_END - vSwitch.taken.size;
}

/** The addresses that a vSwitch has to give. */
export function usableRange({ block }: VSwitch): Range {
  return { first: block.first + RESERVED_AT_START, last: block.last - RESERVED_AT_END };
}

export function isFreeIn(vSwitch: VSwitch, address: number): boolean {
  return contains(usableRange(vSwitch), { first: address, last: address }) && !vSwitch.taken.has(address);
}

/** The private address asked for, which was found free, or else the lowest free one. */
export function takePrivateAddress(vSwitch: VSwitch, wanted?: number): number {
  const address = wanted ?? lowestFree(usableRange(vSwitch), vSwitch.taken) ?? refuse('vswitch-full');
  vSwitch.taken.add(address);
  return address;
}

export function lowestFree({ first, last }: Range, taken: ReadonlySet<number>): number | undefined {
  for (let address = first; address <= last; address += 1) if (!taken.has(address)) return address;
  return undefined;
}

/** Those of an intranet gateway's NAT addresses that lie in its vSwitch come free too. */
export function givePrivateAddressesBack(world: World, { privateSide, inside }: Gateway): void {
  if (privateSide === undefined) return;
  const taken = world.vSwitches.get(privateSide.vSwitchId)?.taken;
  taken?.delete(privateSide.address);
  for (const { address } of inside?.ips.values() ?? []) taken?.delete(address);
}

export function insideVpc(vpc: Vpc, address: string): boolean {
  const number = parseAddress(address);
  return number !== undefined && contains(vpc.block, { first: number, last: number });
}

export function vSwitchWithCidr(world: World, vpc: Vpc, source: Range): VSwitch | undefined {
  return world.vSwitches
    .in(vpc.id)
    .find(({ block }) => block.first === source.first && block.last === source.last);
}

/** Whether the route table has room for one more route, the default one included. */
export function checkRouteQuota(world: World, vpc: Vpc): void {
  if (vpc.customRoutes >= world.account.quotas.routesPerTable) refuse('route-quota');
}

export function newDefaultRoute(world: World, gatewayId: string | undefined): DefaultRoute {
  const status = gatewayId === undefined ? 'Available' : 'Pending';
  return { entryId: `rte-${world.identity.word(20)}`, gatewayId, status };
}

export interface VpcDescription {
  readonly id?: string | undefined;
  readonly regionId: string;
  readonly name: string;
  readonly cidr: string;
  readonly status: Vpc['status'];
  readonly attachedToCen: boolean;
  readonly routerInterface: boolean;
  readonly customRoutes: number;
  readonly defaultRoute: boolean;
  readonly serversWithAddress: readonly string[];
}

export function addVpc(world: World, description: VpcDescription): Vpc {
  const { id, defaultRoute, serversWithAddress, ...rest } = description;
  const vpc: Vpc = {
    ...rest,
    id: id ?? `vpc-${world.identity.word(20)}`,
    block: cidrOf(description.cidr),
    created: world.clock.calendar(),
    routerId: `vrt-${world.identity.word(20)}`,
    routeTableId: `vtb-${world.identity.word(20)}`,
    defaultRoute: defaultRoute ? newDefaultRoute(world, undefined) : undefined,
    vSwitchIds: [],
    gatewayIds: new Set(),
    serversWithAddress: new Set(serversWithAddress),
    tags: new Map(),
  };
  world.vpcs.add(vpc);
  return vpc;
}

export interface VSwitchDescription {
  readonly id?: string | undefined;
  readonly vpcId: string;
  readonly zoneId: string;
  readonly name: string;
  readonly cidr: string;
  readonly status: VSwitch['status'];
  readonly virtualAddress: boolean;
}

export function addVSwitch(world: World, vpc: Vpc, description: VSwitchDescription): VSwitch {
  const vSwitch: VSwitch = {
    ...description,
    id: description.id ?? `vsw-${world.identity.word(20)}`,
    block: cidrOf(description.cidr),
    created: world.clock.calendar(),
    taken: new Set(),
  };
  vpc.vSwitchIds.push(vSwitch.id);
  world.vSwitches.add(vSwitch);
  return vSwitch;
}
