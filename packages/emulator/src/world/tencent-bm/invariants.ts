import { holdsServer, parseAddress } from '../../common/ipv4.ts';
import { MOST_ADDRESSES } from './checks.ts';
import type { Address, Gateway, Subnet, Vpc } from './model.ts';
import type { State } from './state.ts';

/** Throws an Error naming the broken rule when the state contradicts itself. */
export function checkInvariants(state: State): void {
  for (const gateway of state.gateways.values()) checkGateway(state, gateway);
  for (const address of state.addresses.values()) checkAddress(state, address);
  for (const subnet of state.subnets.values()) checkSubnet(subnet);
  for (const vpc of state.vpcs.values()) checkVpc(state, vpc);
}

function hold(condition: boolean, rule: string, id: string): void {
  if (!condition) throw new Error(`tencentBm: ${rule}: ${id}`);
}

function checkGateway(state: State, gateway: Gateway): void {
  const { id } = gateway;
  hold(gateway.stage !== 'deleted', 'a deleted gateway is nowhere', id);
  hold(gateway.running >= 0, 'no task ends twice', id);
  hold(gateway.addresses.size <= MOST_ADDRESSES, 'a gateway has four addresses at most', id);
  const bound = [...gateway.addresses].filter((address) => address.state === 'bound');
  hold(gateway.stage !== 'created' || bound.length > 0, 'a created gateway keeps an address', id);
  const empty = gateway.addresses.size === 0 && gateway.joins.size === 0;
  hold(gateway.stage !== 'failed' || empty, 'a failed gateway holds nothing', id);
  for (const address of gateway.addresses) {
    hold(address.gateway === gateway, 'gateway and address know each other', address.id);
    hold(state.addresses.get(address.id) === address, 'an address in use exists', address.id);
  }
  for (const [subnet, join] of gateway.joins) {
    hold(subnet.gateway === gateway, 'gateway and subnet know each other', subnet.id);
    hold(subnet.vpc === gateway.vpc, 'a gateway joins subnets of its VPC only', subnet.id);
    if (join.kind === 'part') checkPart(gateway, subnet, [...join.ips.keys()]);
  }
}

function checkPart(gateway: Gateway, subnet: Subnet, ips: readonly string[]): void {
  hold(gateway.forwardMode === 0, 'single addresses join in IP mode only', gateway.id);
  hold(ips.length > 0, 'a part is not empty', subnet.id);
  const inside = (ip: string) => holdsServer(subnet.range, parseAddress(ip) ?? -1);
  hold(ips.every(inside), 'joined addresses lie in their subnet', subnet.id);
}

function checkAddress(state: State, address: Address): void {
  const tied = address.gateway !== undefined || address.serverIp !== undefined;
  const needsOwner = ['binding', 'bound', 'unbinding'].includes(address.state);
  const mayHaveOwner = needsOwner || address.state === 'creating';
  hold(!needsOwner || tied, 'an address in use has an owner', address.id);
  hold(mayHaveOwner || !tied, 'a free address has no owner', address.id);
  hold(address.gateway?.addresses.has(address) ?? true, 'address and gateway know each other', address.id);
  hold(
    address.gateway === undefined || address.gateway.vpc === address.vpc,
    'an address stays in its VPC',
    address.id,
  );
  hold(state.addressesByIp.get(address.ip) === address, 'an IP belongs to one address', address.ip);
}

function checkSubnet(subnet: Subnet): void {
  hold(subnet.gateway?.joins.has(subnet) ?? true, 'subnet and gateway know each other', subnet.id);
}

function checkVpc(state: State, vpc: Vpc): void {
  const living = vpc.gateways.byAge.all().filter(({ stage }) => stage !== 'failed');
  hold(living.length <= state.settings.gatewaysPerVpc, 'a VPC keeps within its number of gateways', vpc.id);
  hold(new Set(living.map(({ exclusive }) => exclusive)).size <= 1, 'a VPC has one kind of gateway', vpc.id);
  hold(vpc.gateways.byAge.size === vpc.gateways.byId.size, 'both orders list the same gateways', vpc.id);
  const known = vpc.gateways.byAge.all().every((gateway) => state.gateways.get(gateway.id) === gateway);
  hold(known, 'a listed gateway exists', vpc.id);
}
