import type { Identity } from '../../cloud.ts';
import { Collection } from '../../common/collection.ts';
import { type AddressOrder, addAddress, addGroup } from './addresses.ts';
import type { Subnet, Vpc } from './model.ts';
import type { WorldRules } from './rules.ts';
import { type RegionState, regionOf, type World } from './world.ts';

/** Identifiers of what every region has from the start. Drawn once, so that they stay the same after a reset. */
export interface Ground {
  readonly region: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly groupId: string;
}

const GROUND_CIDR = '192.168.0.0/16';
/** The block of the ready network of Alibaba Cloud, so that a gateway from there can be migrated as it is. */
const GROUND_SECONDARY_CIDRS = ['10.1.0.0/16'];
const GROUND_SUBNETS = [
  { zone: 'a', cidr: '192.168.0.0/20' },
  { zone: 'b', cidr: '192.168.16.0/20' },
];
/** Enough for a large gateway in the default region, and for a small one elsewhere. */
const FREE_ADDRESSES = { home: 16, elsewhere: 6 };

export function drawGround(identity: Identity, rules: WorldRules): readonly Ground[] {
  return rules.regions.map((region) => ({
    region,
    vpcId: `vpc-${identity.word(12)}`,
    subnetIds: GROUND_SUBNETS.map(() => `sbn-${identity.word(12)}`),
    groupId: `eg-${identity.word(8)}`,
  }));
}

/** Gives every region a network, free addresses and a shared bandwidth. */
export function layGround(world: World, ground: readonly Ground[]): void {
  for (const { region: name, vpcId, subnetIds, groupId } of ground) {
    const region = regionOf(world, name);
    const vpc = addVpc(world, region, {
      ...{ id: vpcId, name: `${name}-network`, subnetIds },
      ...{ cidr: GROUND_CIDR, secondaryCidrs: GROUND_SECONDARY_CIDRS },
    });
    GROUND_SUBNETS.forEach(({ zone, cidr }, index) => {
      const id = subnetIds[index] ?? '';
      addSubnet(world, vpc, { id, name: `${name}-${zone}`, zone: `cn-${name}-${zone}`, cidr });
    });
    const count = name === world.rules.defaultRegion ? FREE_ADDRESSES.home : FREE_ADDRESSES.elsewhere;
    for (let index = 1; index <= count; index += 1)
      addAddress(world, region, { ...FREE_ADDRESS, name: `eip-${index}` });
    addGroup(world, region, groupId, GROUP);
  }
}

export const FREE_ADDRESS: Omit<AddressOrder, 'name'> = {
  bandwidth: 10,
  billingMethod: 'ByTraffic',
  payment: { timing: 'Postpaid' },
  tags: [],
};

const GROUP = {
  name: 'shared',
  bandwidth: 100,
  billingMethod: 'ByBandwidth',
  payment: { timing: 'Postpaid' },
  count: 8,
} as const;

export interface VpcPlan {
  readonly id: string;
  readonly name: string;
  readonly cidr: string;
  readonly secondaryCidrs?: readonly string[];
  readonly subnetIds: readonly string[];
  readonly gatewayQuota?: number | undefined;
}

export function addVpc(world: World, region: RegionState, plan: VpcPlan): Vpc {
  const vpc: Vpc = {
    id: plan.id,
    name: plan.name,
    cidr: plan.cidr,
    secondaryCidrs: plan.secondaryCidrs ?? [],
    subnetIds: plan.subnetIds,
    region: region.name,
    createdAt: world.clock.calendar(),
    gatewayQuota: plan.gatewayQuota ?? world.rules.gatewaysPerVpc,
    gateways: new Collection(),
  };
  region.vpcs.add(vpc);
  return vpc;
}

export function addSubnet(
  world: World,
  vpc: Vpc,
  plan: Pick<Subnet, 'id' | 'name' | 'zone' | 'cidr'>,
): Subnet {
  const subnet: Subnet = { ...plan, region: vpc.region, vpcId: vpc.id, createdAt: world.clock.calendar() };
  regionOf(world, vpc.region).subnets.add(subnet);
  return subnet;
}
