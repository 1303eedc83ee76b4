import { formatAddress } from '../../common/ipv4.ts';
import type { Vpc } from './model.ts';
import { addVpc, addVSwitch } from './network.ts';
import { found } from './refusal.ts';
import { findRegion, zoneIds } from './regions.ts';
import { plantGateway } from './seed-gateway.ts';
import { type FleetSeed, type GatewaySeed, seedSchema } from './seed-schema.ts';
import type { World } from './world.ts';

const NETWORK = '172.16.0.0/16';
const FIRST_SERVER = 172 * 2 ** 24 + 16 * 2 ** 16 + 1024;

/** Gateways in VPCs of their own, as many in each as the quota allows. */
export function growFleet(world: World, fleet: FleetSeed): void {
  const perVpc = Math.max(1, world.account.quotas.gatewaysPerVpc);
  for (let index = 0; index < fleet.gateways; index += perVpc) {
    const vpc = layVpc(world, fleet, index / perVpc);
    const many = Math.min(perVpc, fleet.gateways - index);
    for (let place = 0; place < many; place += 1) plantGateway(world, member(fleet, vpc, index + place));
  }
}

function layVpc(world: World, { region }: FleetSeed, index: number): Vpc {
  const [zoneId = ''] = zoneIds(found(findRegion(region), 'region-not-found'));
  const vpc = addVpc(world, {
    regionId: region,
    name: `fleet-${index}`,
    cidr: NETWORK,
    status: 'available',
    attachedToCen: false,
    routerInterface: false,
    customRoutes: 0,
    defaultRoute: false,
    serversWithAddress: [],
  });
  addVSwitch(world, vpc, {
    vpcId: vpc.id,
    zoneId,
    name: `fleet-${index}`,
    cidr: '172.16.0.0/24',
    status: 'available',
    virtualAddress: false,
  });
  return vpc;
}

/** SNAT uses the first address and DNAT the last, so that both tables need two addresses between them. */
function member(fleet: FleetSeed, vpc: Vpc, index: number): GatewaySeed {
  const server = (place: number) => formatAddress(FIRST_SERVER + place);
  const gateway = {
    region: fleet.region,
    vpc: vpc.id,
    name: `fleet-${index}`,
    addresses: fleet.addresses,
    snat: Array.from({ length: fleet.snat }, (_, place) => ({ cidr: `${server(place)}/32` })),
    forward: Array.from({ length: fleet.forward }, (_, place) => ({
      address: fleet.addresses - 1,
      externalPort: String(1000 + place),
      internalIp: server(place),
      internalPort: String(1000 + place),
    })),
  };
  return seedSchema.shape.gateways.unwrap().element.parse(gateway);
}
