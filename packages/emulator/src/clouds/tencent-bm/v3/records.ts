import { beijingTime } from '../../../world/tencent/time.ts';
import type { Address, Gateway, Join, Subnet, Vpc } from '../../../world/tencent-bm/model.ts';
import type { State } from '../../../world/tencent-bm/state.ts';
import {
  activeIps,
  addressStatuses,
  bindingType,
  freeSeconds,
  gatewaySizes,
  productionStatuses,
  subnetNatType,
  usableIps,
} from '../records.ts';

export function gatewayRecord(gateway: Gateway) {
  return {
    NatId: gateway.id,
    NatName: gateway.name,
    VpcId: gateway.vpc.id,
    VpcName: gateway.vpc.name,
    ProductionStatus: productionStatuses[gateway.stage],
    Eips: activeIps(gateway),
    MaxConcurrent: gateway.maxConcurrent,
    Zone: gateway.vpc.zone.name,
    Exclusive: gateway.exclusive,
    ForwardMode: gateway.forwardMode,
    VpcCidrBlock: gateway.vpc.cidrBlock,
    Type: gatewaySizes[gateway.maxConcurrent],
    CreateTime: beijingTime(gateway.createdAt),
    State: 0,
    IntVpcId: gateway.vpc.number,
    NatResourceId: gateway.number,
  };
}

export function joinRecord(gateway: Gateway, [subnet, join]: readonly [Subnet, Join]) {
  return {
    Name: subnet.name,
    SubnetId: subnet.id,
    SubnetNatType: subnetNatType(gateway, join),
    CidrBlock: subnet.cidrBlock,
  };
}

export function vpcRecord(vpc: Vpc) {
  return {
    VpcId: vpc.id,
    VpcName: vpc.name,
    CidrBlock: vpc.cidrBlock,
    Zone: vpc.zone.name,
    State: 'available',
    CreateTime: beijingTime(vpc.createdAt),
    IntVpcId: vpc.number,
  };
}

export function subnetRecord(subnet: Subnet) {
  const { vpc } = subnet;
  return {
    VpcId: vpc.id,
    VpcName: vpc.name,
    VpcCidrBlock: vpc.cidrBlock,
    SubnetId: subnet.id,
    SubnetName: subnet.name,
    CidrBlock: subnet.cidrBlock,
    Type: 0,
    ZoneId: vpc.zone.id,
    CpmNum: subnet.servers.length,
    VlanId: subnet.vlan,
    DistributedFlag: 0,
    DhcpEnable: 0,
    DhcpServerIp: [],
    IpReserve: 0,
    AvailableIpNum: Math.max(0, usableIps(subnet) - subnet.servers.length),
    TotalIpNum: usableIps(subnet),
    SubnetCreateTime: beijingTime(subnet.createdAt),
    IsSmartNic: 0,
    Zone: vpc.zone.name,
    VpcZoneId: vpc.zone.id,
    VpcZone: vpc.zone.name,
    BroadcastFlag: 0,
  };
}

/** What hangs on a VPC. Kinds this emulator does not know are counted as none. */
export function resourceRecord(vpc: Vpc) {
  const servers = [...vpc.subnets].reduce((sum, { servers }) => sum + servers.length, 0);
  const usable = [...vpc.subnets].reduce((sum, subnet) => sum + usableIps(subnet), 0);
  return {
    VpcId: vpc.id,
    VpcName: vpc.name,
    CidrBlock: vpc.cidrBlock,
    SubnetNum: vpc.subnets.size,
    NatNum: vpc.gateways.byAge.size,
    State: 'available',
    MonitorFlag: false,
    CpmNum: servers,
    LeaveIpNum: Math.max(0, usable - servers),
    LbNum: 0,
    TrafficMirrorNum: 0,
    EipNum: vpc.addresses.size,
    PlgwNum: 0,
    PlvpNum: 0,
    SslVpnGwNum: 0,
    VpcPeerNum: 0,
    IpsecVpnGwNum: 0,
    Zone: vpc.zone.name,
    CreateTime: beijingTime(vpc.createdAt),
    IsOld: false,
    CcnServiceNum: 0,
    VpcPeerLimitToAllRegion: 0,
    VpcPeerLimitToSameRegion: 0,
    IntVpcId: vpc.number,
  };
}

export function addressRecord(state: State, address: Address) {
  return {
    EipId: address.id,
    EipName: address.name,
    Eip: address.ip,
    IspId: 5,
    Status: addressStatuses[address.state],
    Arrears: 0,
    InstanceId: '',
    InstanceAlias: '',
    FreeAt: address.freeAt === undefined ? '' : beijingTime(address.freeAt),
    CreatedAt: beijingTime(address.createdAt),
    UpdatedAt: beijingTime(address.updatedAt),
    FreeSecond: freeSeconds(state, address),
    Type: bindingType(address),
    PayMode: address.payMode,
    Bandwidth: address.bandwidth,
    LatestPayMode: address.payMode,
    LatestBandwidth: address.bandwidth,
    VpcName: address.vpc.name,
    NatId: address.gateway?.number ?? 0,
    NatUid: address.gateway?.id ?? '',
    VpcIp: address.serverIp ?? '',
    VpcId: address.vpc.id,
    Exclusive: address.exclusive,
    VpcCidr: address.vpc.cidrBlock,
    AclId: '',
    AclName: '',
    HInstanceId: '',
    HInstanceAlias: '',
  };
}
