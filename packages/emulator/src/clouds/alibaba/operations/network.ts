import type { Page } from '../../../common/page.ts';
import { pageOf } from '../../../world/alibaba/listing.ts';
import type { Vpc, VSwitch } from '../../../world/alibaba/model.ts';
import { freeAddressCount, vpcOf } from '../../../world/alibaba/network.ts';
import { found } from '../../../world/alibaba/refusal.ts';
import { findRegion, regionName, regions, zoneIds, zoneName } from '../../../world/alibaba/regions.ts';
import { confirm } from '../../../world/alibaba/work.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { missing } from '../parameters.ts';
import { printTime } from '../print.ts';
import type { Fields } from '../wire.ts';
import { allOf, equal } from './filters.ts';
import { acceptLanguage, readLanguage } from './language.ts';
import { pageFields, pageRequest } from './pages.ts';
import { tagFilter } from './tag-parameters.ts';

const describeRegions = operation({
  name: 'DescribeRegions',
  parameters: acceptLanguage,
  run: (_, given) => ({
    Regions: {
      Region: regions.map((region) => ({
        RegionId: region.id,
        LocalName: regionName(region, readLanguage(given.AcceptLanguage)),
        RegionEndpoint: `vpc.${region.id}.aliyuncs.com`,
      })),
    },
  }),
});

const describeZones = operation({
  name: 'DescribeZones',
  parameters: { ...rules.region, ...acceptLanguage },
  run(_, given) {
    const region = found(findRegion(given.RegionId), 'region-not-found');
    const language = readLanguage(given.AcceptLanguage);
    const zones = zoneIds(region).map((ZoneId) => ({
      ZoneId,
      LocalName: zoneName(region, ZoneId, language),
      ZoneType: 'AvailabilityZone',
    }));
    return { Zones: { Zone: zones } };
  },
});

const describeVpcs = operation({
  name: 'DescribeVpcs',
  parameters: {
    ...rules.region,
    VpcId: rules.text(),
    VpcName: rules.text(),
    ResourceGroupId: rules.text(),
    IsDefault: rules.boolean(),
    EnableIpv6: rules.boolean(),
    Tag: rules.objects(20),
    ...rules.dryRun,
    ...rules.paging,
  },
  run({ world, call }, given) {
    confirm(call);
    const ids = given.VpcId === undefined ? undefined : new Set(given.VpcId.split(','));
    const keep = allOf<Vpc>(
      ids === undefined ? undefined : ({ id }) => ids.has(id),
      equal(given.VpcName, ({ name }) => name),
      ...untouched({ ...given, Tag: undefined }),
      tagFilter(given.Tag),
    );
    const page = pageOf(world.vpcs.in(given.RegionId), pageRequest(given), keep);
    return { ...pageFields(page), Vpcs: { Vpc: page.items.map(describeVpc) } };
  },
});

interface Untouched {
  readonly ResourceGroupId: string | undefined;
  readonly IsDefault: boolean | undefined;
  readonly EnableIpv6: boolean | undefined;
  readonly Tag: readonly Readonly<Record<string, string>>[] | undefined;
}

/** Filters by what no network here has: a resource group, being a default, IPv6, and for vSwitches tags. */
function untouched({ ResourceGroupId, IsDefault, EnableIpv6, Tag }: Untouched) {
  const asked = [
    ResourceGroupId !== undefined,
    IsDefault === true,
    EnableIpv6 === true,
    tagFilter(Tag) !== undefined,
  ];
  return asked.includes(true) ? [() => false] : [];
}

/** The wrappers of gateways and route tables repeat their own names; that is how the API prints them. */
function describeVpc(vpc: Vpc): Fields {
  return {
    VpcId: vpc.id,
    VpcName: vpc.name,
    RegionId: vpc.regionId,
    CidrBlock: vpc.cidr,
    Status: vpc.status === 'available' ? 'Available' : 'Pending',
    CenStatus: vpc.attachedToCen ? 'Attached' : 'Detached',
    CreationTime: printTime(vpc.created),
    Description: '',
    IsDefault: false,
    ResourceGroupId: '',
    VRouterId: vpc.routerId,
    RouterTableIds: { RouterTableIds: [vpc.routeTableId] },
    NatGatewayIds: { NatGatewayIds: [...vpc.gatewayIds] },
    VSwitchIds: { VSwitchId: [...vpc.vSwitchIds] },
    SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
    UserCidrs: { UserCidr: [] },
    Tags: { Tag: [...vpc.tags].map(([Key, Value]) => ({ Key, Value })) },
  };
}

const describeVSwitches = operation({
  name: 'DescribeVSwitches',
  parameters: {
    RegionId: rules.text(),
    VpcId: rules.text(),
    VSwitchId: rules.text(),
    VSwitchName: rules.text(),
    ZoneId: rules.text(),
    ResourceGroupId: rules.text(),
    RouteTableId: rules.text(),
    IsDefault: rules.boolean(),
    EnableIpv6: rules.boolean(),
    Tag: rules.objects(20),
    ...rules.dryRun,
    ...rules.paging,
  },
  run({ world, call }, given) {
    const { RegionId, VpcId } = given;
    if (RegionId === undefined && VpcId === undefined) missing('RegionId');
    confirm(call);
    const keep = allOf<VSwitch>(
      equal(given.VSwitchId, ({ id }) => id),
      equal(given.VSwitchName, ({ name }) => name),
      equal(given.ZoneId, ({ zoneId }) => zoneId),
      equal(given.RouteTableId, (vSwitch) => vpcOf(world, vSwitch).routeTableId),
      ...untouched(given),
    );
    const page = pageOf(vSwitchesOf(world, RegionId, VpcId), pageRequest(given), keep);
    return { ...pageFields(page), VSwitches: { VSwitch: describeEach(world, page) } };
  },
});

function vSwitchesOf(
  world: World,
  regionId: string | undefined,
  vpcId: string | undefined,
): readonly VSwitch[] {
  const vpc = vpcId === undefined ? undefined : world.vpcs.get(vpcId);
  if (vpcId === undefined) return world.vpcs.in(regionId ?? '').flatMap(({ id }) => world.vSwitches.in(id));
  return vpc === undefined || (regionId ?? vpc.regionId) !== vpc.regionId ? [] : world.vSwitches.in(vpcId);
}

function describeEach(world: World, { items }: Page<VSwitch>): readonly Fields[] {
  return items.map((vSwitch) => ({
    VSwitchId: vSwitch.id,
    VSwitchName: vSwitch.name,
    VpcId: vSwitch.vpcId,
    ZoneId: vSwitch.zoneId,
    CidrBlock: vSwitch.cidr,
    Status: vSwitch.status === 'available' ? 'Available' : 'Pending',
    AvailableIpAddressCount: freeAddressCount(vSwitch),
    CreationTime: printTime(vSwitch.created),
    Description: '',
    IsDefault: false,
    ResourceGroupId: '',
    RouteTable: { RouteTableId: vpcOf(world, vSwitch).routeTableId, RouteTableType: 'System' },
    Tags: { Tag: [] },
  }));
}

export const networkOperations: readonly Operation[] = [
  describeRegions,
  describeZones,
  describeVpcs,
  describeVSwitches,
];
