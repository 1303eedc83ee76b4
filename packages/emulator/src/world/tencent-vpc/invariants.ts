import { contains, holdsServer, parseAddress } from '../../common/ipv4.ts';
import { keyOf } from './dnat.ts';
import type { Address, Gateway, Subnet, Vpc } from './model.ts';
import type { State } from './state.ts';

/** Throws an Error naming the broken rule when the state contradicts itself. */
export function checkInvariants(state: State): void {
  for (const gateway of state.gateways.all()) checkGateway(state, gateway);
  for (const address of state.addresses.all()) checkAddress(state, address);
  for (const subnet of state.subnets.all()) checkSubnet(subnet);
  for (const vpc of state.vpcs.all()) checkVpc(state, vpc);
  for (const each of state.packages.all()) {
    const mutual = [...each.addresses].every((address) => address.bandwidthPackage === each);
    hold(mutual, 'package and EIP know each other', each.id);
  }
}

function hold(condition: boolean, rule: string, id: string): void {
  if (!condition) throw new Error(`tencentVpc: ${rule}: ${id}`);
}

function checkGateway(state: State, gateway: Gateway): void {
  const { id, vpc, addresses, running } = gateway;
  hold(vpc.gateways.has(gateway), 'a gateway is in its VPC', id);
  hold(running >= 0, 'no task ends twice', id);
  const bound = [...addresses].filter((address) => address.state === 'BIND');
  hold(gateway.state !== 'AVAILABLE' || bound.length > 0, 'a working gateway keeps an EIP', id);
  hold(gateway.state !== 'PENDFAILURE' || addresses.size === 0, 'a failed gateway uses no EIP', id);
  for (const address of addresses) {
    hold(address.gateway === gateway, 'gateway and EIP know each other', address.id);
    hold(state.addresses.get(address.id) === address, 'an EIP in use exists', address.id);
    hold(address.region === vpc.region, 'an EIP is in the region of its gateway', address.id);
  }
  checkRules(gateway);
}

/** EIPs of rules are on the gateway, in whatever state. */
function checkRules({ id, vpc, addresses, dnat, snat, directConnects }: Gateway): void {
  const ips = new Set([...addresses].map(({ ip }) => ip));
  for (const [key, rule] of dnat) {
    hold(key === keyOf(rule), 'a DNAT rule is found by what names it', key);
    hold(ips.has(rule.publicIp), 'a DNAT rule uses an EIP of its gateway', key);
  }
  for (const [snatId, rule] of snat) {
    hold(snatId === rule.id, 'an SNAT rule is found by its id', snatId);
    hold(rule.publicIps.length > 0, 'an SNAT rule has an EIP', snatId);
    hold(
      rule.publicIps.every((ip) => ips.has(ip)),
      'an SNAT rule uses EIPs of its gateway',
      snatId,
    );
  }
  const known = [...directConnects].every((each) => vpc.directConnects.has(each));
  hold(known, 'a bound direct connect gateway is in the VPC', id);
}

const needsOwner: readonly Address['state'][] = ['BINDING', 'BIND', 'UNBINDING'];

function checkAddress(state: State, address: Address): void {
  const { id, gateway, host } = address;
  const owners = [gateway, host].filter((owner) => owner !== undefined).length;
  hold(owners === (needsOwner.includes(address.state) ? 1 : 0), 'an EIP in use has one owner', id);
  hold(gateway?.addresses.has(address) ?? true, 'EIP and gateway know each other', id);
  hold(address.bandwidthPackage?.addresses.has(address) ?? true, 'EIP and package know each other', id);
  const byPackage = address.chargeType === 'BANDWIDTH_PACKAGE';
  hold(byPackage === (address.bandwidthPackage !== undefined), 'a package bills its EIPs', id);
  hold(state.addressesByIp.get(address.ip) === address, 'an IP belongs to one EIP', address.ip);
}

function checkSubnet({ id, vpc, range, routeTable }: Subnet): void {
  hold(contains(vpc.range, range), 'a subnet lies in its VPC', id);
  hold(vpc.routeTables.has(routeTable), 'a subnet uses a route table of its VPC', id);
}

function checkVpc(state: State, vpc: Vpc): void {
  const main = [...vpc.routeTables].filter((table) => table.main);
  hold(main.length === 1, 'a VPC has one main route table', vpc.id);
  for (const { id, subnet, ips } of vpc.interfaces) {
    const inside = ips.every((ip) => holdsServer(subnet.range, parseAddress(ip) ?? -1));
    hold(inside, 'an interface lies in its subnet', id);
  }
  for (const table of vpc.routeTables) {
    for (const { itemId, gatewayType, gatewayId } of table.routes) {
      const known = gatewayType !== 'NAT' || state.gateways.get(gatewayId)?.vpc === vpc;
      hold(known, 'a NAT route points to a gateway of the VPC', itemId);
    }
  }
}
