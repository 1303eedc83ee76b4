import { isoTime } from '../tencent/time.ts';
import type {
  Address,
  BandwidthPackage,
  Gateway,
  NetworkInterface,
  Route,
  RouteTable,
  Subnet,
  Tag,
  Vpc,
} from './model.ts';
import type { State } from './state.ts';

/** The whole state as plain JSON, in order of creation. */
export function describeWorld(state: State): unknown {
  return {
    settings: state.settings,
    vpcs: state.vpcs.all().map(vpcFacts),
    subnets: state.subnets.all().map(subnetFacts),
    routeTables: state.routeTables.all().map(tableFacts),
    interfaces: state.interfaces.all().map(interfaceFacts),
    gateways: state.gateways.all().map(gatewayFacts),
    eips: state.addresses.all().map(addressFacts),
    packages: state.packages.all().map(packageFacts),
    tasks: state.tasks.list().map(({ id, status, resources }) => ({ taskId: id, status, resources })),
  };
}

function vpcFacts({ id, name, region, cidrBlock, tags, directConnects, createdAt }: Vpc) {
  return {
    vpcId: id,
    name,
    region: region.name,
    cidr: cidrBlock,
    tags: tagFacts(tags),
    directConnects: [...directConnects],
    createdAt: isoTime(createdAt),
  };
}

function subnetFacts({ id, name, vpc, cidrBlock, zone, routeTable }: Subnet) {
  return {
    subnetId: id,
    name,
    vpcId: vpc.id,
    cidr: cidrBlock,
    zone: zone.name,
    routeTableId: routeTable.id,
  };
}

function tableFacts({ id, name, vpc, main, routes }: RouteTable) {
  return { routeTableId: id, name, vpcId: vpc.id, main, routes: [...routes].map(routeFacts) };
}

function routeFacts({ itemId, destination, gatewayType, gatewayId, enabled }: Route) {
  return { routeItemId: itemId, destination, gatewayType, gatewayId, enabled };
}

function interfaceFacts({ id, subnet, ips, instanceId }: NetworkInterface) {
  return { interfaceId: id, subnetId: subnet.id, ips, instanceId: instanceId ?? null };
}

function gatewayFacts(gateway: Gateway) {
  return {
    natId: gateway.id,
    name: gateway.name,
    vpcId: gateway.vpc.id,
    region: gateway.vpc.region.name,
    zone: gateway.zone.name,
    state: gateway.state,
    productVersion: gateway.version,
    bandwidth: gateway.bandwidth,
    maxConcurrent: gateway.connections,
    exclusiveType: gateway.exclusiveType ?? null,
    protected: gateway.protected,
    affinity: gateway.affinity,
    timeouts: { ...gateway.timeouts },
    securityGroups: gateway.securityGroups,
    tags: tagFacts(gateway.tags),
    conditions: [...gateway.conditions],
    eips: [...gateway.addresses].map(({ ip, state }) => ({ ip, state })),
    dnat: [...gateway.dnat.values()].map(({ createdAt, ...rule }) => rule),
    snat: [...gateway.snat.values()].map(({ createdAt, ...rule }) => rule),
    directConnects: [...gateway.directConnects],
    flowMonitor: gateway.flowMonitor,
    flowLimits: Object.fromEntries(gateway.flowLimits),
    createdAt: isoTime(gateway.createdAt),
  };
}

function addressFacts(address: Address) {
  return {
    eipId: address.id,
    ip: address.ip,
    name: address.name,
    region: address.region.name,
    state: address.state,
    carrier: address.carrier,
    chargeType: address.chargeType,
    bandwidth: address.bandwidth,
    packageId: address.bandwidthPackage?.id ?? null,
    natId: address.gateway?.id ?? null,
    interfaceId: address.host?.networkInterface.id ?? null,
    tags: tagFacts(address.tags),
    conditions: [...address.conditions],
  };
}

function packageFacts({ id, name, region, networkType, bandwidth, addresses }: BandwidthPackage) {
  const eips = [...addresses].map((address) => address.id);
  return { packageId: id, name, region: region.name, networkType, bandwidth, eips };
}

function tagFacts(tags: readonly Tag[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}
