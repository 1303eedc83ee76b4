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
  const eipSet = activeIps(gateway);
  return {
    natId: gateway.id,
    natName: gateway.name,
    unVpcId: gateway.vpc.id,
    vpcId: gateway.vpc.number,
    vpcName: gateway.vpc.name,
    productionStatus: productionStatuses[gateway.stage],
    state: 0,
    maxConcurrent: gateway.maxConcurrent,
    ntype: gatewaySizes[gateway.maxConcurrent],
    forwardMode: gateway.forwardMode,
    exclusive: gateway.exclusive,
    eipCount: eipSet.length,
    eipSet,
    createTime: beijingTime(gateway.createdAt),
  };
}

export function joinRecord(gateway: Gateway, [subnet, join]: readonly [Subnet, Join]) {
  return {
    name: subnet.name,
    unSubnetId: subnet.id,
    subnetId: subnet.number,
    subnetNatType: subnetNatType(gateway, join),
    cidrBlock: subnet.cidrBlock,
  };
}

export function vpcRecord(vpc: Vpc) {
  return {
    vpcId: vpc.number,
    unVpcId: vpc.id,
    vpcName: vpc.name,
    cidrBlock: vpc.cidrBlock,
    subnetNum: vpc.subnets.size,
    zoneId: vpc.zone.id,
    productionStatus: 0,
    createTime: beijingTime(vpc.createdAt),
  };
}

export function subnetRecord(subnet: Subnet) {
  const { vpc } = subnet;
  return {
    vpcId: vpc.number,
    unVpcId: vpc.id,
    vpcName: vpc.name,
    vpcCidrBlock: vpc.cidrBlock,
    subnetId: subnet.number,
    unSubnetId: subnet.id,
    subnetName: subnet.name,
    cidrBlock: subnet.cidrBlock,
    zoneId: vpc.zone.id,
    cpmNum: subnet.servers.length,
    vlanId: subnet.vlan,
    dhcpEnable: 0,
    dhcpServerIp: [],
    ipReserve: 0,
    availableIpNum: Math.max(0, usableIps(subnet) - subnet.servers.length),
    totalIpNum: usableIps(subnet),
    subnetCreateTime: beijingTime(subnet.createdAt),
    distributedFlag: 0,
  };
}

export function addressRecord(state: State, address: Address) {
  return {
    eipId: address.id,
    eipName: address.name,
    eip: address.ip,
    ispId: 5,
    status: addressStatuses[address.state],
    arrears: 0,
    type: bindingType(address),
    unInstanceId: '',
    vpcIp: address.serverIp ?? '',
    natId: address.gateway?.number ?? 0,
    natUid: address.gateway?.id ?? '',
    unVpcId: address.vpc.id,
    exclusive: address.exclusive,
    freeAt: address.freeAt === undefined ? '' : beijingTime(address.freeAt),
    createdAt: beijingTime(address.createdAt),
    updatedAt: beijingTime(address.updatedAt),
    freeSecond: freeSeconds(state, address),
    payMode: address.payMode,
    bandwidth: address.bandwidth,
    latestPayMode: address.payMode,
    latestBandwidth: address.bandwidth,
  };
}
