import { standingOf } from '../../../world/alibaba/billing.ts';
import { printAddress } from '../../../world/alibaba/cidr.ts';
import type { Address, Gateway } from '../../../world/alibaba/model.ts';
import { leavesRoomForSnat, useOf, usesOf } from '../../../world/alibaba/uses.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { printExpiry, printTime } from '../print.ts';
import type { Fields } from '../wire.ts';

/** The record of DescribeNatGateways: the fields of 2020 and what later versions added for Internet gateways. */
export function describeGateway(world: World, gateway: Gateway): Fields {
  return {
    ...whatItIs(world, gateway),
    ...howItIsPaid(gateway),
    NatGatewayPrivateInfo: privateInfo(gateway),
    IpLists: { IpList: boundAddresses(world, gateway).map((address) => boundAddress(gateway, address)) },
    ForwardTableIds: { ForwardTableId: [gateway.forward.id] },
    SnatTableIds: { SnatTableId: [gateway.snat.id] },
    FullNatTableIds: { FullNatTableId: [] },
    BandwidthPackageIds: { BandwidthPackageId: [...gateway.packageIds] },
    Tags: { Tag: [...gateway.tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
  };
}

export function whatItIs(world: World, gateway: Gateway): Fields {
  return {
    NatGatewayId: gateway.id,
    RegionId: gateway.regionId,
    VpcId: gateway.vpcId,
    Name: gateway.name,
    Description: gateway.description,
    NatType: gateway.natType,
    NetworkType: 'internet',
    Status: gateway.status,
    BusinessStatus: standingOf(world, gateway),
    CreationTime: printTime(gateway.created),
    ExpiredTime: printExpiry(gateway.expires),
    ResourceGroupId: gateway.resourceGroupId,
    DeletionProtection: gateway.deletionProtection,
    EcsMetricEnabled: gateway.ecsMetric,
    IcmpReplyEnabled: gateway.icmpReply,
    EipBindMode: gateway.eipBindMode,
    PrivateLinkEnabled: false,
  };
}

function howItIsPaid(gateway: Gateway): Fields {
  return {
    Spec: gateway.spec,
    InstanceChargeType: gateway.chargeType,
    InternetChargeType: gateway.internetChargeType,
    AutoPay: gateway.autoPay,
  };
}

/** All members are empty for a Normal gateway; a number cannot be, so it is left out. */
export function privateInfo({ natType, privateSide }: Gateway): Fields {
  if (natType === 'Normal' || privateSide === undefined) {
    return { EniInstanceId: '', IzNo: '', PrivateIpAddress: '', VswitchId: '' };
  }
  return {
    EniInstanceId: privateSide.interfaceId,
    IzNo: privateSide.zoneId,
    MaxBandwidth: 5120,
    PrivateIpAddress: printAddress(privateSide.address),
    VswitchId: privateSide.vSwitchId,
  };
}

/** EIPs count as bound from InUse on, and until they are off again. */
export function boundAddresses(world: World, gateway: Gateway): readonly Address[] {
  return [...gateway.addressIds]
    .flatMap((id) => world.addresses.get(id) ?? [])
    .filter(({ status }) => status !== 'Associating');
}

export function boundAddress(gateway: Gateway, { ip, id }: Address): Fields {
  const uses = usesOf(gateway, ip);
  return {
    IpAddress: ip,
    AllocationId: id,
    UsingStatus: useOf(uses),
    SnatEntryEnabled: leavesRoomForSnat(uses),
  };
}
