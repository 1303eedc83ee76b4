import { newAddress } from './eip.ts';
import type { Address, BandwidthPackage, RouteTable, Tag, Vpc } from './model.ts';
import { addInterface, addRoute, addRouteTable, addSubnet, addVpc, mainTable } from './networks.ts';
import { newPackage } from './packages.ts';
import { findRegion, type Region } from './regions.ts';
import { seedFleet } from './seed-fleet.ts';
import { seedGateway } from './seed-gateway.ts';
import {
  type EipSeed,
  type PackageSeed,
  type RouteTableSeed,
  type SubnetSeed,
  sectionSchema,
  type VpcSeed,
} from './seed-schema.ts';
import type { State } from './state.ts';

/** Adds what a seed describes, settled at once; throws an Error naming the field. Quotas do not bind a seed. */
export function applySeed(state: State, section: unknown): void {
  const { settings, packages, eips, vpcs, fleets } = sectionSchema.parse(section);
  if (settings !== undefined) state.settings = settings;
  each('packages', packages, (seed) => seedPackage(state, seed));
  each('eips', eips, (seed) => seedAddresses(state, seed));
  each('vpcs', vpcs, (seed) => seedVpc(state, seed));
  each('fleets', fleets, (seed) => seedFleet(state, seed));
}

/** Adds every item of a list, and names the one that could not be added. */
function each<Item>(field: string, items: readonly Item[], add: (item: Item) => void): void {
  for (const [index, item] of items.entries()) {
    try {
      add(item);
    } catch (error) {
      const path = `${field}[${index}]`;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(/^[a-zA-Z]+\[/.test(reason) ? `${path}.${reason}` : `${path}: ${reason}`, {
        cause: error,
      });
    }
  }
}

const regionOf = (name: string): Region => {
  const region = findRegion(name);
  if (region === undefined) throw new Error(`the region ${name} does not exist`);
  return region;
};

const tagsOf = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

function seedPackage(state: State, { region, packageId, name, networkType, bandwidth }: PackageSeed): void {
  const draft = { region: regionOf(region), name, networkType, bandwidth, tags: [] };
  state.packages.add(
    newPackage(state, {
      ...draft,
      chargeType: 'PEAK_BANDWIDTH_POSTPAID_BY_DAY',
      ...(packageId !== undefined && { id: packageId }),
    }),
  );
}

function seedAddresses(state: State, seed: EipSeed): void {
  if (seed.count > 1 && (seed.eipId !== undefined || seed.ip !== undefined)) {
    throw new Error('an id or IP is for one EIP, not for several');
  }
  for (let added = 0; added < seed.count; added += 1) seedAddress(state, seed);
}

function seedAddress(state: State, seed: EipSeed): Address {
  if (seed.ip !== undefined && state.addressesByIp.has(seed.ip)) throw new Error(`${seed.ip} exists already`);
  const bandwidthPackage = seed.package === undefined ? undefined : knownPackage(state, seed.package);
  const address = newAddress(state, {
    region: regionOf(seed.region),
    carrier: seed.carrier,
    chargeType: bandwidthPackage === undefined ? seed.chargeType : 'BANDWIDTH_PACKAGE',
    bandwidth: seed.bandwidth,
    state: 'UNBIND',
    tags: tagsOf(seed.tags),
    conditions: new Set(seed.conditions),
    bandwidthPackage,
    ...(seed.eipId !== undefined && { id: seed.eipId }),
    ...(seed.ip !== undefined && { ip: seed.ip }),
    ...(seed.name !== undefined && { name: seed.name }),
  });
  state.addAddress(address);
  bandwidthPackage?.addresses.add(address);
  return address;
}

function knownPackage(state: State, id: string): BandwidthPackage {
  const found = state.packages.get(id);
  if (found === undefined) throw new Error(`package: there is no ${id}`);
  return found;
}

function seedVpc(state: State, seed: VpcSeed): void {
  const existing = seed.vpcId === undefined ? undefined : state.vpcs.get(seed.vpcId);
  const vpc = existing ?? freshVpc(state, seed);
  for (const table of seed.routeTables) if (!table.main) addRouteTable(state, vpc, tableDraft(table));
  each('subnets', seed.subnets, (subnet) => seedSubnet(state, vpc, subnet));
  for (const id of seed.directConnects) vpc.directConnects.add(id);
  each('gateways', seed.gateways, (gateway) => seedGateway(state, vpc, gateway));
  each('routeTables', seed.routeTables, (table) => seedRoutes(state, vpc, table));
}

function freshVpc(state: State, { region, vpcId, name, cidr, tags, routeTables }: VpcSeed): Vpc {
  if (cidr === undefined) throw new Error('cidr: a new VPC needs one');
  const mainTableId = routeTables.find(({ main }) => main)?.routeTableId;
  const draft = { id: vpcId, region: regionOf(region), name, cidr, tags: tagsOf(tags), mainTableId };
  return addVpc(state, draft);
}

const tableDraft = ({ routeTableId, name }: RouteTableSeed) => ({ id: routeTableId, name, main: false });

function seedSubnet(state: State, vpc: Vpc, seed: SubnetSeed): void {
  const [firstZone] = vpc.region.zones;
  const zone = seed.zone === undefined ? firstZone : vpc.region.zones.find(({ name }) => name === seed.zone);
  if (zone === undefined) throw new Error(`zone: ${seed.zone} is not in ${vpc.region.name}`);
  const subnet = addSubnet(state, vpc, {
    id: seed.subnetId,
    name: seed.name,
    cidr: seed.cidr,
    zone,
    tags: tagsOf(seed.tags),
    routeTable: seed.routeTable === undefined ? mainTable(vpc) : tableOf(vpc, seed.routeTable),
  });
  each('servers', seed.servers, (server) => {
    addInterface(state, subnet, {
      id: server.interfaceId,
      name: server.name,
      ips: [server.ip, ...server.secondary],
      instanceId: server.instanceId ?? state.newId('ins'),
    });
  });
}

function tableOf(vpc: Vpc, key: string): RouteTable {
  const table = [...vpc.routeTables].find(({ id, name }) => id === key || name === key);
  if (table === undefined) throw new Error(`${key} is no route table of ${vpc.id}`);
  return table;
}

function seedRoutes(state: State, vpc: Vpc, seed: RouteTableSeed): void {
  const table = seed.main ? mainTable(vpc) : tableOf(vpc, seed.routeTableId ?? seed.name);
  for (const { gateway, ...route } of seed.routes) {
    addRoute(state, table, {
      ...route,
      gatewayId: route.gatewayType === 'NAT' ? natIdOf(vpc, gateway) : gateway,
    });
  }
}

function natIdOf(vpc: Vpc, key: string): string {
  const gateway = [...vpc.gateways].find(({ id, name }) => id === key || name === key);
  if (gateway === undefined) throw new Error(`routes: ${key} is no NAT gateway of ${vpc.id}`);
  return gateway.id;
}
