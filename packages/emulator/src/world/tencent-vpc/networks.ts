import { type Cidr, contains, holdsServer, overlaps, parseAddress, parseCidr } from '../../common/ipv4.ts';
import type { NetworkInterface, Route, RouteTable, Subnet, Tag, Vpc } from './model.ts';
import type { Region, Zone } from './regions.ts';
import type { State } from './state.ts';

export interface VpcDraft {
  readonly id?: string | undefined;
  readonly region: Region;
  readonly name: string;
  readonly cidr: string;
  readonly tags: readonly Tag[];
  readonly mainTableId?: string | undefined;
}

/** A VPC comes with its main route table, which subnets use that name no other. */
export function addVpc(state: State, draft: VpcDraft): Vpc {
  const vpc: Vpc = {
    id: draft.id ?? state.newId('vpc'),
    name: draft.name,
    region: draft.region,
    cidrBlock: draft.cidr,
    range: rangeOf(draft.cidr),
    createdAt: state.clock.calendar(),
    tags: draft.tags,
    subnets: new Set(),
    routeTables: new Set(),
    interfaces: new Set(),
    gateways: new Set(),
    directConnects: new Set(),
  };
  state.vpcs.add(vpc);
  addRouteTable(state, vpc, { id: draft.mainTableId, name: 'default', main: true });
  return vpc;
}

function rangeOf(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new Error(`${text} is not an IPv4 range`);
  return range;
}

export interface TableDraft {
  readonly id?: string | undefined;
  readonly name: string;
  readonly main: boolean;
}

export function addRouteTable(state: State, vpc: Vpc, { id, name, main }: TableDraft): RouteTable {
  const table: RouteTable = {
    id: id ?? state.newId('rtb'),
    name,
    vpc,
    main,
    createdAt: state.clock.calendar(),
    routes: new Set(),
  };
  state.routeTables.add(table);
  vpc.routeTables.add(table);
  return table;
}

export function mainTable(vpc: Vpc): RouteTable {
  const table = [...vpc.routeTables].find(({ main }) => main);
  if (table === undefined) throw new Error(`${vpc.id} has no main route table`);
  return table;
}

export type RouteDraft = Pick<Route, 'destination' | 'gatewayType' | 'gatewayId' | 'enabled' | 'description'>;

export function addRoute(state: State, table: RouteTable, draft: RouteDraft): void {
  table.routes.add({
    ...draft,
    id: state.counters.nextRoute(),
    itemId: state.newId('rti'),
    createdAt: state.clock.calendar(),
  });
}

export interface SubnetDraft {
  readonly id?: string | undefined;
  readonly name: string;
  readonly cidr: string;
  readonly zone: Zone;
  readonly tags: readonly Tag[];
  readonly routeTable: RouteTable;
}

export function addSubnet(state: State, vpc: Vpc, draft: SubnetDraft): Subnet {
  const range = rangeOf(draft.cidr);
  if (!contains(vpc.range, range)) throw new Error(`${draft.cidr} is not inside ${vpc.cidrBlock}`);
  const neighbour = [...vpc.subnets].find((other) => overlaps(other.range, range));
  if (neighbour !== undefined) throw new Error(`${draft.cidr} overlaps ${neighbour.cidrBlock}`);
  const subnet: Subnet = {
    id: draft.id ?? state.newId('subnet'),
    name: draft.name,
    vpc,
    cidrBlock: draft.cidr,
    range,
    zone: draft.zone,
    createdAt: state.clock.calendar(),
    tags: draft.tags,
    routeTable: draft.routeTable,
  };
  state.subnets.add(subnet);
  vpc.subnets.add(subnet);
  return subnet;
}

export interface InterfaceDraft {
  readonly id?: string | undefined;
  readonly name: string;
  readonly ips: readonly string[];
  /** A server of this id, a server of a new id, or none. */
  readonly instanceId: string | undefined;
}

export function addInterface(state: State, subnet: Subnet, draft: InterfaceDraft): NetworkInterface {
  for (const ip of draft.ips) checkFree(subnet, ip);
  const networkInterface: NetworkInterface = {
    id: draft.id ?? state.newId('eni'),
    name: draft.name,
    subnet,
    ips: draft.ips,
    instanceId: draft.instanceId,
    createdAt: state.clock.calendar(),
  };
  state.interfaces.add(networkInterface);
  subnet.vpc.interfaces.add(networkInterface);
  return networkInterface;
}

function checkFree({ vpc, range, cidrBlock }: Subnet, ip: string): void {
  if (!holdsServer(range, parseAddress(ip) ?? -1))
    throw new Error(`${ip} is no server address of ${cidrBlock}`);
  if ([...vpc.interfaces].some(({ ips }) => ips.includes(ip))) throw new Error(`${ip} is taken in ${vpc.id}`);
}
