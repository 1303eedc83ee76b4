import { formatAddress } from '../../../common/ipv4.ts';
import { standingOf } from '../../../world/alibaba/billing.ts';
import { networkTypeOf } from '../../../world/alibaba/gateways.ts';
import type { Gateway, Tags } from '../../../world/alibaba/model.ts';
import { leavesRoomForSnat, useOf, usesOf } from '../../../world/alibaba/uses.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { printExpiry, printTime } from '../print.ts';
import type { Fields } from '../wire.ts';

/** What both records tell under the same names. */
const commonFacts = (world: World, gateway: Gateway): Fields => ({
  NatGatewayId: gateway.id,
  RegionId: gateway.regionId,
  VpcId: gateway.vpcId,
  Name: gateway.name,
  Description: gateway.description,
  NatType: gateway.natType,
  NetworkType: networkTypeOf(gateway),
  Status: gateway.status,
  BusinessStatus: standingOf(world, gateway),
  CreationTime: printTime(gateway.created),
  ExpiredTime: printExpiry(gateway.expires),
  ResourceGroupId: gateway.resourceGroupId,
});

/** The record of DescribeNatGateways: the fields of 2020 and what later versions added. */
export function describeGateway(world: World, gateway: Gateway): Fields {
  return {
    ...commonFacts(world, gateway),
    DeletionProtection: gateway.deletionProtection,
    EcsMetricEnabled: gateway.ecsMetric,
    IcmpReplyEnabled: gateway.icmpReply,
    ...(gateway.inside === undefined && { EipBindMode: gateway.eipBindMode }),
    PrivateLinkEnabled: false,
    Spec: gateway.spec,
    InstanceChargeType: gateway.chargeType,
    InternetChargeType: gateway.internetChargeType,
    AutoPay: gateway.autoPay,
    NatGatewayPrivateInfo: privateInfo(gateway),
    IpLists: { IpList: boundAddresses(world, gateway) },
    ForwardTableIds: { ForwardTableId: [gateway.forward.id] },
    SnatTableIds: { SnatTableId: [gateway.snat.id] },
    FullNatTableIds: { FullNatTableId: [] },
    BandwidthPackageIds: { BandwidthPackageId: [...gateway.packageIds] },
    Tags: { Tag: printTags(gateway.tags) },
  };
}

/** The record of GetNatGatewayAttribute: the same facts in groups. */
export function describeAttributes(world: World, gateway: Gateway): Fields {
  return {
    ...commonFacts(world, gateway),
    EcsMetricEnabled: gateway.ecsMetric,
    PrivateLinkEnabled: false,
    DeletionProtectionInfo: { Enabled: gateway.deletionProtection },
    BillingConfig: {
      AutoPay: String(gateway.autoPay),
      InstanceChargeType: gateway.chargeType,
      InternetChargeType: gateway.internetChargeType,
      Spec: gateway.spec,
    },
    ForwardTable: { ForwardTableId: gateway.forward.id, ForwardEntryCount: gateway.forward.entries.size },
    SnatTable: { SnatTableId: gateway.snat.id, SnatEntryCount: gateway.snat.entries.size },
    IpList: boundAddresses(world, gateway),
    PrivateInfo: privateInfo(gateway),
  };
}

function printTags(tags: Tags): readonly Fields[] {
  return tags.size === 0 ? [] : [...tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** All members are empty for a Normal gateway; a number cannot be, so it is left out. */
function privateInfo({ natType, privateSide }: Gateway): Fields {
  if (natType === 'Normal' || privateSide === undefined) {
    return { EniInstanceId: '', IzNo: '', PrivateIpAddress: '', VswitchId: '' };
  }
  return {
    EniInstanceId: privateSide.interfaceId,
    IzNo: privateSide.zoneId,
    MaxBandwidth: 5120,
    PrivateIpAddress: formatAddress(privateSide.address),
    VswitchId: privateSide.vSwitchId,
  };
}

/** EIPs count as bound from InUse on, and until they are off again. */
function boundAddresses(world: World, gateway: Gateway): readonly Fields[] {
  const bound: Fields[] = [];
  for (const id of gateway.addressIds) {
    const address = world.addresses.get(id);
    if (address === undefined || address.status === 'Associating') continue;
    const uses = usesOf(gateway, address.ip);
    bound.push({
      IpAddress: address.ip,
      AllocationId: id,
      UsingStatus: useOf(uses),
      SnatEntryEnabled: leavesRoomForSnat(uses),
    });
  }
  return bound;
}
