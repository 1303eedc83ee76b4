import { standingOf } from '../../../world/alibaba/billing.ts';
import { pageOf } from '../../../world/alibaba/listing.ts';
import type { SharedPackage } from '../../../world/alibaba/model.ts';
import {
  addSharedPackage,
  deleteSharedPackage,
  findSharedPackage,
  joinSharedPackage,
  leaveSharedPackage,
  renameSharedPackage,
  resizeSharedPackage,
} from '../../../world/alibaba/shared-packages.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { printTime } from '../print.ts';
import type { Fields } from '../wire.ts';
import { allOf, equal } from './filters.ts';
import { pageFields, pageRequest } from './pages.ts';
import { readTags, tagFilter } from './tag-parameters.ts';

const sharedPackage = { ...rules.region, BandwidthPackageId: rules.required(rules.text()) };
const meterings = ['PayByBandwidth', 'PayBy95', 'PayByDominantTraffic', 'PayByTraffic'];

const createCommonBandwidthPackage = operation({
  name: 'CreateCommonBandwidthPackage',
  parameters: {
    ...rules.region,
    Bandwidth: rules.required(rules.integer(1, 20_000)),
    InternetChargeType: rules.oneOf(...meterings),
    ISP: rules.text(),
    Name: rules.text(),
    Description: rules.text(),
    ResourceGroupId: rules.text(),
    Tag: rules.objects(20),
    ...rules.token,
  },
  run({ world }, given) {
    const shared = addSharedPackage(world, {
      regionId: given.RegionId,
      isp: given.ISP ?? 'BGP',
      internetChargeType: given.InternetChargeType ?? 'PayByBandwidth',
      name: given.Name ?? '',
      description: given.Description ?? '',
      bandwidth: String(given.Bandwidth),
      resourceGroupId: given.ResourceGroupId ?? '',
      tags: readTags(given.Tag),
    });
    return { BandwidthPackageId: shared.id, ResourceGroupId: shared.resourceGroupId };
  },
});

const describeCommonBandwidthPackages = operation({
  name: 'DescribeCommonBandwidthPackages',
  parameters: {
    ...rules.region,
    BandwidthPackageId: rules.text(),
    Name: rules.text(),
    ResourceGroupId: rules.text(),
    Tag: rules.objects(20),
    ...rules.paging,
  },
  run({ world }, given) {
    const keep = allOf<SharedPackage>(
      equal(given.BandwidthPackageId, ({ id }) => id),
      equal(given.Name, ({ name }) => name),
      equal(given.ResourceGroupId, ({ resourceGroupId }) => resourceGroupId),
      tagFilter(given.Tag),
    );
    const page = pageOf(world.sharedPackages.in(given.RegionId), pageRequest(given), keep);
    const records = page.items.map((shared) => describeShared(world, shared));
    return { ...pageFields(page), CommonBandwidthPackages: { CommonBandwidthPackage: records } };
  },
});

function describeShared(world: World, shared: SharedPackage): Fields {
  return {
    BandwidthPackageId: shared.id,
    RegionId: shared.regionId,
    Name: shared.name,
    Description: shared.description,
    Bandwidth: shared.bandwidth,
    ISP: shared.isp,
    InternetChargeType: shared.internetChargeType,
    InstanceChargeType: 'PostPaid',
    Status: shared.status,
    BusinessStatus: standingOf(world, { chargeType: 'PostPaid', expires: undefined, locked: 'Normal' }),
    CreationTime: printTime(shared.created),
    ExpiredTime: '',
    ResourceGroupId: shared.resourceGroupId,
    DeletionProtection: shared.deletionProtection,
    PublicIpAddresses: { PublicIpAddresse: members(world, shared) },
    Tags: { Tag: [...shared.tags].map(([Key, Value]) => ({ Key, Value })) },
  };
}

function members(world: World, { addressIds }: SharedPackage): readonly Fields[] {
  return [...addressIds]
    .flatMap((id) => world.addresses.get(id) ?? [])
    .map(({ id, ip, sharedPackageStatus }) => ({
      AllocationId: id,
      IpAddress: ip,
      BandwidthPackageIpRelationStatus: sharedPackageStatus ?? '',
    }));
}

const oneAddress = {
  ...sharedPackage,
  IpInstanceId: rules.required(rules.text()),
  IpType: rules.oneOf('EIP'),
  ...rules.dryRun,
  ...rules.token,
};

const addCommonBandwidthPackageIp = operation({
  name: 'AddCommonBandwidthPackageIp',
  parameters: oneAddress,
  run({ world, call }, given) {
    const shared = findSharedPackage(world, given.RegionId, given.BandwidthPackageId);
    joinSharedPackage(world, call, shared, [given.IpInstanceId]);
    return {};
  },
});

const addCommonBandwidthPackageIps = operation({
  name: 'AddCommonBandwidthPackageIps',
  parameters: {
    ...sharedPackage,
    IpInstanceIds: rules.required(rules.list(10)),
    IpType: rules.oneOf('EIP'),
    ...rules.token,
  },
  run({ world, call }, given) {
    const shared = findSharedPackage(world, given.RegionId, given.BandwidthPackageId);
    joinSharedPackage(world, call, shared, given.IpInstanceIds);
    return {};
  },
});

const removeCommonBandwidthPackageIp = operation({
  name: 'RemoveCommonBandwidthPackageIp',
  parameters: oneAddress,
  run({ world, call }, given) {
    const shared = findSharedPackage(world, given.RegionId, given.BandwidthPackageId);
    leaveSharedPackage(world, call, shared, given.IpInstanceId);
    return {};
  },
});

const modifyCommonBandwidthPackageAttribute = operation({
  name: 'ModifyCommonBandwidthPackageAttribute',
  parameters: {
    ...sharedPackage,
    Name: rules.matching(rules.name),
    Description: rules.matching(rules.description),
  },
  run({ world }, given) {
    const shared = findSharedPackage(world, given.RegionId, given.BandwidthPackageId);
    renameSharedPackage(shared, { name: given.Name, description: given.Description });
    return {};
  },
});

const modifyCommonBandwidthPackageSpec = operation({
  name: 'ModifyCommonBandwidthPackageSpec',
  parameters: { ...sharedPackage, Bandwidth: rules.required(rules.integer(1, 20_000)) },
  run({ world, call }, given) {
    const shared = findSharedPackage(world, given.RegionId, given.BandwidthPackageId);
    resizeSharedPackage(world, call, shared, String(given.Bandwidth));
    return {};
  },
});

const deleteCommonBandwidthPackage = operation({
  name: 'DeleteCommonBandwidthPackage',
  parameters: { ...sharedPackage, Force: rules.boolean() },
  run({ world }, given) {
    const shared = findSharedPackage(world, given.RegionId, given.BandwidthPackageId);
    deleteSharedPackage(world, shared, given.Force === true);
    return {};
  },
});

export const sharedPackageOperations: readonly Operation[] = [
  createCommonBandwidthPackage,
  describeCommonBandwidthPackages,
  addCommonBandwidthPackageIp,
  addCommonBandwidthPackageIps,
  removeCommonBandwidthPackageIp,
  modifyCommonBandwidthPackageAttribute,
  modifyCommonBandwidthPackageSpec,
  deleteCommonBandwidthPackage,
];
