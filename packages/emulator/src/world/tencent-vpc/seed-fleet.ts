import { formatAddress } from '../../common/ipv4.ts';
import type { Vpc } from './model.ts';
import { addInterface, addSubnet, addVpc, mainTable } from './networks.ts';
import { findRegion } from './regions.ts';
import { seedGateway } from './seed-gateway.ts';
import type { FleetSeed, GatewaySeed } from './seed-schema.ts';
import type { State } from './state.ts';

const NETWORK = '172.16.0.0/16';
const SUBNET = '172.16.0.0/24';
/** 172.16.0.2: servers of the subnet, one for each DNAT rule. */
const FIRST_SERVER = 0xac10_0002;

/** Gateways in VPCs of their own, as many in each as the quota allows. */
export function seedFleet(state: State, fleet: FleetSeed): void {
  const { gatewaysPerVpc } = state.settings;
  for (let first = 0; first < fleet.gateways; first += gatewaysPerVpc) {
    const vpc = layVpc(state, fleet, first);
    const count = Math.min(gatewaysPerVpc, fleet.gateways - first);
    for (let place = 0; place < count; place += 1) seedGateway(state, vpc, member(fleet, first + place));
  }
}

function layVpc(state: State, { region: name, dnat }: FleetSeed, index: number): Vpc {
  const region = findRegion(name);
  if (region === undefined) throw new Error(`region: ${name} does not exist`);
  const vpc = addVpc(state, { region, name: `fleet-${index}`, cidr: NETWORK, tags: [] });
  const draft = {
    name: 'servers',
    cidr: SUBNET,
    zone: region.zones[0],
    tags: [],
    routeTable: mainTable(vpc),
  };
  const subnet = addSubnet(state, vpc, draft);
  for (const ip of servers(dnat)) {
    addInterface(state, subnet, { name: 'server', ips: [ip], instanceId: state.newId('ins') });
  }
  return vpc;
}

const servers = (count: number) =>
  Array.from({ length: count }, (_, place) => formatAddress(FIRST_SERVER + place));

/** SNAT uses the first EIP and DNAT the last. */
function member({ eips, snat, dnat }: FleetSeed, index: number): GatewaySeed {
  return {
    name: `fleet-${index}`,
    natId: undefined,
    productVersion: 1,
    bandwidth: 100,
    maxConcurrent: 1_000_000,
    eips,
    protected: false,
    tags: {},
    conditions: [],
    dnat: servers(dnat).map((privateIp, place) => ({
      protocol: 'TCP',
      eip: eips - 1,
      publicPort: 1000 + place,
      privateIp,
      privatePort: 1000 + place,
      description: '',
    })),
    snat: Array.from({ length: snat }, (_, place) => ({
      snatId: undefined,
      resourceType: 'USERDEFINED',
      resource: '',
      source: `172.16.${place + 1}.0/24`,
      eips: [0],
      description: '',
    })),
  };
}
