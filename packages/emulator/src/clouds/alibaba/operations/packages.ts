import { checkWritable, findGateway } from '../../../world/alibaba/gateways.ts';
import { addressesPerPackage, removedAddressesPerCall } from '../../../world/alibaba/limits.ts';
import { pageOf } from '../../../world/alibaba/listing.ts';
import type { NatPackage } from '../../../world/alibaba/model.ts';
import {
  convertPackage,
  deletePackage,
  growPackage,
  setPackageBandwidth,
  setPackageTexts,
  shrinkPackage,
} from '../../../world/alibaba/package-changes.ts';
import { createPackage, findPackage, standingOfPackage } from '../../../world/alibaba/packages.ts';
import { useOf, usesOf } from '../../../world/alibaba/uses.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { printTime } from '../print.ts';
import type { Fields } from '../wire.ts';
import { allOf, equal } from './filters.ts';
import { pageFields, pageRequest } from './pages.ts';

const natPackage = { ...rules.region, BandwidthPackageId: rules.required(rules.text()) };
const texts = { Name: rules.matching(rules.name), Description: rules.matching(rules.description) };
const bandwidth = { Bandwidth: rules.required(rules.integer(5, 1000)) };

const createBandwidthPackage = operation({
  name: 'CreateBandwidthPackage',
  parameters: {
    ...rules.region,
    NatGatewayId: rules.required(rules.text()),
    ...bandwidth,
    IpCount: rules.required(rules.integer(1)),
    ISP: rules.oneOf('BGP'),
    InternetChargeType: rules.oneOf('PayByTraffic', 'PayByBandwidth'),
    Zone: rules.text(),
    ...texts,
    ...rules.token,
  },
  run({ world, call }, given) {
    const gateway = findGateway(world, given.RegionId, given.NatGatewayId);
    checkWritable(world, gateway);
    const created = createPackage(world, call, gateway, {
      bandwidth: given.Bandwidth,
      ipCount: given.IpCount,
      isp: given.ISP ?? 'BGP',
      internetChargeType: given.InternetChargeType ?? 'PayByTraffic',
      zoneId: given.Zone,
      name: given.Name ?? '',
      description: given.Description ?? '',
    });
    return { BandwidthPackageId: created.id };
  },
});

const describeBandwidthPackages = operation({
  name: 'DescribeBandwidthPackages',
  parameters: {
    ...rules.region,
    BandwidthPackageId: rules.text(),
    NatGatewayId: rules.text(),
    ...rules.paging,
  },
  run({ world }, given) {
    const keep = allOf<NatPackage>(
      equal(given.BandwidthPackageId, ({ id }) => id),
      equal(given.NatGatewayId, ({ gatewayId }) => gatewayId),
    );
    const page = pageOf(world.packages.in(given.RegionId), pageRequest(given), keep);
    const records = page.items.map((each) => describePackage(world, each));
    return { ...pageFields(page), BandwidthPackages: { BandwidthPackage: records } };
  },
});

/** `PublicIpAdresse` is how the manual of 2020 prints the element; numbers are text here. */
function describePackage(world: World, each: NatPackage): Fields {
  return {
    BandwidthPackageId: each.id,
    NatGatewayId: each.gatewayId,
    RegionId: each.regionId,
    ZoneId: each.zoneId,
    Name: each.name,
    Description: each.description,
    Bandwidth: String(each.bandwidth),
    IpCount: String(each.addresses.size),
    ISP: each.isp,
    InternetChargeType: each.internetChargeType,
    InstanceChargeType: 'PostPaid',
    Status: 'Available',
    BusinessStatus: standingOfPackage(world, each),
    CreationTime: printTime(each.created),
    PublicIpAddresses: { PublicIpAdresse: addressesOf(world, each) },
  };
}

function addressesOf(world: World, { addresses, gatewayId }: NatPackage): readonly Fields[] {
  const gateway = world.gateways.get(gatewayId);
  return [...addresses].map(([ip, AllocationId]) => ({
    IpAddress: ip,
    AllocationId,
    UsingStatus: gateway === undefined ? 'Idle' : useOf(usesOf(gateway, ip)),
  }));
}

const modifyBandwidthPackageAttribute = operation({
  name: 'ModifyBandwidthPackageAttribute',
  parameters: { ...natPackage, ...texts },
  run({ world }, given) {
    const each = findPackage(world, given.RegionId, given.BandwidthPackageId);
    setPackageTexts(world, each, { name: given.Name, description: given.Description });
    return {};
  },
});

const modifyBandwidthPackageSpec = operation({
  name: 'ModifyBandwidthPackageSpec',
  parameters: { ...natPackage, ...bandwidth },
  run({ world }, given) {
    const each = findPackage(world, given.RegionId, given.BandwidthPackageId);
    setPackageBandwidth(world, each, given.Bandwidth);
    return {};
  },
});

const addBandwidthPackageIps = operation({
  name: 'AddBandwidthPackageIps',
  parameters: {
    ...natPackage,
    IpCount: rules.required(rules.integer(1, addressesPerPackage)),
    ...rules.token,
  },
  run({ world, call }, given) {
    const each = findPackage(world, given.RegionId, given.BandwidthPackageId);
    growPackage(world, call, each, given.IpCount);
    return {};
  },
});

const removeBandwidthPackageIps = operation({
  name: 'RemoveBandwidthPackageIps',
  parameters: {
    ...natPackage,
    RemovedIpAddresses: rules.required(rules.list(removedAddressesPerCall)),
    ...rules.token,
  },
  run({ world, call }, given) {
    const each = findPackage(world, given.RegionId, given.BandwidthPackageId);
    shrinkPackage(world, call, each, given.RemovedIpAddresses);
    return {};
  },
});

const deleteBandwidthPackage = operation({
  name: 'DeleteBandwidthPackage',
  parameters: { ...natPackage, Force: rules.boolean() },
  run({ world, call }, given) {
    const each = findPackage(world, given.RegionId, given.BandwidthPackageId);
    deletePackage(world, call, each, given.Force === true);
    return {};
  },
});

const convertBandwidthPackage = operation({
  name: 'ConvertBandwidthPackage',
  parameters: { ...natPackage, ...rules.token },
  run({ world, call }, given) {
    const each = findPackage(world, given.RegionId, given.BandwidthPackageId);
    return { ConvertInstanceId: convertPackage(world, call, each).id };
  },
});

export const packageOperations: readonly Operation[] = [
  createBandwidthPackage,
  describeBandwidthPackages,
  modifyBandwidthPackageAttribute,
  modifyBandwidthPackageSpec,
  addBandwidthPackageIps,
  removeBandwidthPackageIps,
  deleteBandwidthPackage,
  convertBandwidthPackage,
];
