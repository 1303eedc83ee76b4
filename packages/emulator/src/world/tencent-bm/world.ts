import { isoTime } from '../tencent/time.ts';
import type { Address, Gateway, Join, Subnet, Vpc } from './model.ts';
import type { State } from './state.ts';

/** The whole state as plain JSON, in order of creation. */
export function describeWorld(state: State): unknown {
  return {
    settings: state.settings,
    vpcs: [...state.vpcs.values()].map(vpcFacts),
    subnets: [...state.subnets.values()].map(subnetFacts),
    gateways: [...state.gateways.values()].map(gatewayFacts),
    eips: [...state.addresses.values()].map(addressFacts),
    tasks: state.tasks.list(),
  };
}

function vpcFacts(vpc: Vpc) {
  return {
    vpcId: vpc.id,
    number: vpc.number,
    name: vpc.name,
    region: vpc.region.name,
    zone: vpc.zone.name,
    cidr: vpc.cidrBlock,
    exclusiveCluster: vpc.exclusiveCluster,
    createdAt: isoTime(vpc.createdAt),
  };
}

function subnetFacts(subnet: Subnet) {
  return {
    subnetId: subnet.id,
    number: subnet.number,
    name: subnet.name,
    vpcId: subnet.vpc.id,
    cidr: subnet.cidrBlock,
    servers: subnet.servers,
    natId: subnet.gateway?.id ?? null,
  };
}

function gatewayFacts(gateway: Gateway) {
  return {
    natId: gateway.id,
    number: gateway.number,
    name: gateway.name,
    vpcId: gateway.vpc.id,
    region: gateway.vpc.region.name,
    maxConcurrent: gateway.maxConcurrent,
    forwardMode: gateway.forwardMode,
    exclusive: gateway.exclusive,
    stage: gateway.deleting ? 'deleting' : gateway.stage,
    eips: [...gateway.addresses].map(({ ip, state }) => ({ ip, state })),
    subnets: [...gateway.joins].map(([subnet, join]) => ({ subnetId: subnet.id, ...joinFacts(join) })),
    createdAt: isoTime(gateway.createdAt),
  };
}

function joinFacts(join: Join) {
  return join.kind === 'whole'
    ? { kind: join.kind, state: join.state }
    : { kind: join.kind, ips: Object.fromEntries(join.ips) };
}

function addressFacts(address: Address) {
  return {
    eipId: address.id,
    ip: address.ip,
    vpcId: address.vpc.id,
    state: address.state,
    exclusive: address.exclusive,
    payMode: address.payMode,
    natId: address.gateway?.id ?? null,
    serverIp: address.serverIp ?? null,
  };
}
