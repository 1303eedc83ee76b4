import { beijingTime } from '../../world/tencent/time.ts';
import type { Address, DnatRule, Gateway, SnatRule } from '../../world/tencent-vpc/model.ts';
import { tagSet } from './tag-set.ts';

/** While a gateway is created it shows no EIP, no zone and no time, and the smallest size whatever its type. */
const pending = {
  CreatedTime: '0000-00-00 00:00:00',
  InternetMaxBandwidthOut: 100,
  MaxConcurrentConnection: 1_000_000,
  Zone: '',
} as const;

export function gatewayRecord(gateway: Gateway) {
  return {
    NatGatewayId: gateway.id,
    NatGatewayName: gateway.name,
    VpcId: gateway.vpc.id,
    SubnetId: gateway.subnetId,
    State: gateway.state,
    NetworkState: 'AVAILABLE',
    RestrictState: gateway.conditions.has('restricted') ? 'RESTRICTED' : 'NORMAL',
    NatProductVersion: gateway.version,
    CreatedTime: beijingTime(gateway.createdAt),
    Zone: gateway.zone.name,
    InternetMaxBandwidthOut: gateway.bandwidth,
    MaxConcurrentConnection: gateway.connections,
    PublicIpAddressSet: activeAddresses(gateway).map(gatewayAddressRecord),
    DestinationIpPortTranslationNatRuleSet: [...gateway.dnat.values()].map(dnatRecord),
    SourceIpTranslationNatRuleSet: [...gateway.snat.values()].map((rule) => snatRecord(gateway, rule)),
    SecurityGroupSet: gateway.securityGroups,
    DirectConnectGatewayIds: [...gateway.directConnects],
    TagSet: tagSet(gateway.tags),
    IsExclusive: gateway.exclusiveType !== undefined,
    ExclusiveGatewayBandwidth: 0,
    ...(gateway.exclusiveType !== undefined && { ExclusiveType: gateway.exclusiveType }),
    StrictSnatMode: false,
    SmartScheduleMode: false,
    DedicatedClusterId: '',
    DeletionProtectionEnabled: gateway.protected,
    ConnectionStateTimeouts: {
      UDPMappingTimeout: gateway.timeouts.udp,
      TCPEstablishedConnectionTimeout: gateway.timeouts.tcpEstablished,
      TCPTimeWaitTimeout: gateway.timeouts.tcpTimeWait,
    },
    AutoScaling: gateway.version === 2,
    ICMPProxy: true,
    PublicAddressAffinity: gateway.affinity,
    ...(gateway.state === 'PENDING' && pending),
  };
}

/** EIPs that carry traffic now: bound, or not yet unbound. */
function activeAddresses({ addresses }: Gateway): readonly Address[] {
  return [...addresses].filter(({ state }) => state === 'BIND' || state === 'UNBINDING');
}

function gatewayAddressRecord({ id, ip, conditions }: Address) {
  const blocked = conditions.has('blocked');
  return {
    AddressId: id,
    PublicIpAddress: ip,
    IsBlocked: blocked,
    BlockType: blocked ? 'SECURITY' : 'NORMAL',
  };
}

function dnatRecord(rule: DnatRule) {
  return {
    IpProtocol: rule.protocol,
    PublicIpAddress: rule.publicIp,
    PublicPort: rule.publicPort,
    PrivateIpAddress: rule.privateIp,
    PrivatePort: rule.privatePort,
    Description: rule.description,
  };
}

/** As a list of rules shows it, which tells where it belongs. */
export function listedDnatRecord({ id, vpc }: Gateway, rule: DnatRule) {
  return {
    ...dnatRecord(rule),
    CreatedTime: beijingTime(rule.createdAt),
    NatGatewayId: id,
    VpcId: vpc.id,
  };
}

export function snatRecord({ id, vpc }: Gateway, rule: SnatRule) {
  return {
    NatGatewaySnatId: rule.id,
    ResourceId: rule.resourceId,
    ResourceType: rule.resourceType,
    PrivateIpAddress: rule.source,
    PublicIpAddresses: rule.publicIps,
    Description: rule.description,
    CreatedTime: beijingTime(rule.createdAt),
    NatGatewayId: id,
    VpcId: vpc.id,
  };
}
