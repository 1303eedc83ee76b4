import { addVpc, addVSwitch } from '../../world/alibaba/network.ts';
import { type Region, readyRegion, regions, zoneIds } from '../../world/alibaba/regions.ts';
import type { World } from '../../world/alibaba/world.ts';

/** Every region starts with one VPC, 10.x.0.0/16, and a vSwitch in each of its zones. */
export function layNetworks(world: World): void {
  for (const region of regions) layNetwork(world, region);
}

function layNetwork(world: World, region: Region): void {
  const prefix = `10.${region.network}`;
  const vpc = addVpc(world, {
    regionId: region.id,
    name: `ready-${region.id}`,
    cidr: `${prefix}.0.0/16`,
    status: 'available',
    attachedToCen: false,
    routerInterface: false,
    customRoutes: 0,
    defaultRoute: false,
    serversWithAddress: [],
  });
  zoneIds(region).forEach((zoneId, index) => {
    addVSwitch(world, vpc, {
      vpcId: vpc.id,
      zoneId,
      name: `ready-${zoneId}`,
      cidr: `${prefix}.${index}.0/24`,
      status: 'available',
      virtualAddress: false,
    });
  });
}

/** The network the command line names at start. */
export function readyNetwork(world: World): Readonly<Record<string, string>> {
  const [vpc] = world.vpcs.in(readyRegion);
  const [vSwitchId] = vpc?.vSwitchIds ?? [];
  return { regionId: readyRegion, vpcId: vpc?.id ?? '', vSwitchId: vSwitchId ?? '', cidr: vpc?.cidr ?? '' };
}
