import { type Page, type PageRequest, pageOf } from '../../common/page.ts';
import type { Address, AddressState, Gateway, GatewayList, Subnet, Vpc } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import { compareText, type State } from './state.ts';

interface PageInput extends PageRequest {
  readonly descending: boolean;
}

export interface GatewayFilter extends PageInput {
  readonly id?: string | undefined;
  readonly vpc?: string | undefined;
  /** Part of the name. */
  readonly name?: string | undefined;
  /** Part of the name or of the id. */
  readonly search?: string | undefined;
  readonly zone?: string | undefined;
  readonly order: 'age' | 'id';
}

/** Without a filter by text, a page costs what it holds, however many gateways there are. */
export function listGateways(state: State, region: Region, filter: GatewayFilter): Page<Gateway> {
  const lists = filter.vpc === undefined ? state.gatewaysIn(region) : state.vpc(region, filter.vpc).gateways;
  if (filter.id !== undefined) return onlyGateway(state, region, filter, filter.id);
  if (filter.name === undefined && filter.search === undefined && filter.zone === undefined) {
    const sorted = sortedBy(lists, filter);
    return { total: sorted.size, items: sorted.page(filter.offset, filter.limit, filter.descending) };
  }
  const found = sortedBy(lists, filter)
    .all()
    .filter((gateway) => matches(gateway, filter));
  return pageOf(filter.descending ? found.toReversed() : found, filter);
}

function sortedBy(lists: GatewayList, filter: GatewayFilter) {
  return filter.order === 'id' ? lists.byId : lists.byAge;
}

function onlyGateway(state: State, region: Region, filter: GatewayFilter, id: string): Page<Gateway> {
  const gateway = findGateway(state, region, id);
  const inVpc = filter.vpc === undefined || state.vpc(region, filter.vpc) === gateway.vpc;
  return pageOf(inVpc && matches(gateway, filter) ? [gateway] : [], filter);
}

/** The gateway with this id, in the VPC if one is named. */
export function findGateway(state: State, region: Region, id: string, vpc?: string): Gateway {
  if (vpc !== undefined) return state.gateway(state.vpc(region, vpc), id);
  const gateway = state.gateways.get(id);
  if (gateway === undefined || gateway.vpc.region !== region) {
    throw new Refusal('gateway-not-found', `NAT gateway ${id} does not exist`);
  }
  return gateway;
}

function matches(gateway: Gateway, { name, search, zone }: GatewayFilter): boolean {
  if (name !== undefined && !gateway.name.includes(name)) return false;
  if (zone !== undefined && gateway.vpc.zone.name !== zone) return false;
  return search === undefined || gateway.name.includes(search) || gateway.id.includes(search);
}

export interface AddressFilter extends PageInput {
  readonly ids?: readonly string[] | undefined;
  readonly ips?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly states?: readonly AddressState[] | undefined;
  readonly vpc?: string | undefined;
  readonly payMode?: string | undefined;
  readonly exclusive?: number | undefined;
  matching?(address: Address): boolean;
  readonly order: 'id' | 'ip' | 'state' | 'age';
}

const addressOrders: Readonly<Record<AddressFilter['order'], (one: Address, other: Address) => number>> = {
  id: (one, other) => compareText(one.id, other.id),
  ip: (one, other) => compareText(one.ip, other.ip),
  state: (one, other) => compareText(one.state, other.state) || one.sequence - other.sequence,
  age: (one, other) => one.sequence - other.sequence,
};

export function listAddresses(state: State, region: Region, filter: AddressFilter): Page<Address> {
  const found = candidatesOf(state, region, filter).filter((address) => wanted(address, region, filter));
  found.sort(addressOrders[filter.order]);
  return pageOf(filter.descending ? found.reverse() : found, filter);
}

/** Named addresses are looked up; only a search goes through all of them. */
function candidatesOf(state: State, region: Region, { ids, ips, vpc }: AddressFilter): readonly Address[] {
  const inVpc = vpc === undefined ? undefined : state.vpc(region, vpc).addresses;
  if (ids === undefined && ips === undefined) return [...(inVpc ?? state.addresses.values())];
  const named =
    ids?.map((id) => state.addresses.get(id)) ?? ips?.map((ip) => state.addressesByIp.get(ip)) ?? [];
  return [...new Set(named)].filter((each) => each !== undefined).filter((each) => inVpc?.has(each) ?? true);
}

function wanted(address: Address, region: Region, filter: AddressFilter): boolean {
  return (
    address.vpc.region === region &&
    (filter.ids?.includes(address.id) ?? true) &&
    (filter.ips?.includes(address.ip) ?? true) &&
    (filter.states?.includes(address.state) ?? true) &&
    (filter.name === undefined || address.name.includes(filter.name)) &&
    (filter.payMode === undefined || address.payMode === filter.payMode) &&
    (filter.exclusive === undefined || address.exclusive === filter.exclusive) &&
    (filter.matching?.(address) ?? true)
  );
}

export interface NetworkFilter extends PageInput {
  readonly vpcs?: readonly string[] | undefined;
  readonly subnets?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly zoneIds?: readonly number[] | undefined;
  readonly vlan?: number | undefined;
  readonly cidrBlock?: string | undefined;
  readonly zone?: string | undefined;
  readonly order: 'age' | 'name';
}

export function listVpcs(state: State, region: Region, filter: NetworkFilter): Page<Vpc> {
  const candidates = filter.vpcs?.map((key) => state.vpc(region, key)) ?? [...state.vpcs.values()];
  const found = candidates.filter((vpc) => vpc.region === region && fits(vpc, vpc, filter));
  return ordered(found, filter);
}

export function listSubnets(state: State, region: Region, filter: NetworkFilter): Page<Subnet> {
  const vpcs = filter.vpcs?.map((key) => state.vpc(region, key));
  const candidates = vpcs?.flatMap((vpc) => [...vpc.subnets]) ?? [...state.subnets.values()];
  const named = filter.subnets?.map((key) => subnetIn(state, region, key));
  const found = candidates.filter(
    (subnet) =>
      subnet.vpc.region === region &&
      (named?.includes(subnet) ?? true) &&
      (filter.vlan === undefined || subnet.vlan === filter.vlan) &&
      fits(subnet, subnet.vpc, filter),
  );
  return ordered(found, filter);
}

function subnetIn(state: State, region: Region, key: string): Subnet {
  const subnet = state.subnetByKey(key);
  if (subnet === undefined || subnet.vpc.region !== region) {
    throw new Refusal('subnet-not-found', `subnet ${key} does not exist`);
  }
  return subnet;
}

function fits(item: Vpc | Subnet, { zone }: Vpc, filter: NetworkFilter): boolean {
  return (
    (filter.name === undefined || item.name.includes(filter.name)) &&
    (filter.cidrBlock === undefined || item.cidrBlock === filter.cidrBlock) &&
    (filter.zone === undefined || zone.name === filter.zone) &&
    (filter.zoneIds?.includes(zone.id) ?? true)
  );
}

function ordered<T extends Vpc | Subnet>(items: readonly T[], filter: NetworkFilter): Page<T> {
  const byName = (one: T, other: T) => compareText(one.name, other.name) || one.number - other.number;
  const byAge = (one: T, other: T) => one.number - other.number;
  const sorted = items.toSorted(filter.order === 'name' ? byName : byAge);
  return pageOf(filter.descending ? sorted.toReversed() : sorted, filter);
}
