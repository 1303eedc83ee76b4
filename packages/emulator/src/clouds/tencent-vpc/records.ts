import { sizeOf } from '../../common/ipv4.ts';
import { beijingTime } from '../../world/tencent/time.ts';
import type {
  Address,
  BandwidthPackage,
  DnatRule,
  Gateway,
  NetworkInterface,
  Route,
  RouteTable,
  SnatRule,
  Subnet,
  Tag,
  Vpc,
} from '../../world/tencent-vpc/model.ts';
import type { State } from '../../world/tencent-vpc/state.ts';

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

export function dnatRecord(rule: DnatRule) {
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

export function addressRecord({ settings }: State, address: Address) {
  const legacy = settings.accountType === 'LEGACY';
  return {
    AddressId: address.id,
    AddressName: address.name,
    AddressStatus: address.state,
    AddressIp: address.ip,
    InstanceId: instanceOf(address),
    InstanceType: instanceType(address),
    NetworkInterfaceId: address.host?.networkInterface.id ?? null,
    PrivateAddressIp: address.host?.ip ?? null,
    CreatedTime: utcTime(address.createdAt),
    IsArrears: address.conditions.has('arrears'),
    IsBlocked: address.conditions.has('blocked'),
    IsEipDirectConnection: false,
    AddressType: 'EIP',
    CascadeRelease: false,
    EipAlgType: { Ftp: false, Sip: false },
    InternetServiceProvider: address.carrier,
    LocalBgp: false,
    Bandwidth: legacy ? null : address.bandwidth,
    InternetChargeType: legacy ? null : address.chargeType,
    TagSet: tagSet(address.tags),
    DeadlineDate: null,
    Egress: null,
    BandwidthPackageId: address.bandwidthPackage?.id ?? null,
    UnVpcId: address.gateway?.vpc.id ?? address.host?.networkInterface.subnet.vpc.id ?? '',
  };
}

export function instanceOf({ gateway, host }: Address): string | null {
  return gateway?.id ?? host?.networkInterface.instanceId ?? null;
}

export function instanceType({ gateway, host }: Address): string | null {
  if (gateway !== undefined) return 'NAT';
  if (host === undefined) return null;
  return host.networkInterface.instanceId === undefined ? 'ENI' : 'CVM';
}

export function packageRecord(each: BandwidthPackage) {
  return {
    BandwidthPackageId: each.id,
    BandwidthPackageName: each.name,
    NetworkType: each.networkType,
    ChargeType: each.chargeType,
    Status: 'CREATED',
    Bandwidth: each.bandwidth,
    Egress: 'center_egress1',
    CreatedTime: utcTime(each.createdAt),
    Deadline: null,
    ResourceSet: [...each.addresses].map(({ id, ip }) => ({
      ResourceType: 'Address',
      ResourceId: id,
      AddressIp: ip,
    })),
  };
}

export function vpcRecord(vpc: Vpc) {
  return {
    VpcId: vpc.id,
    VpcName: vpc.name,
    CidrBlock: vpc.cidrBlock,
    IsDefault: false,
    EnableMulticast: false,
    CreatedTime: beijingTime(vpc.createdAt),
    DnsServerSet: ['183.60.83.19', '183.60.82.98'],
    DomainName: '',
    DhcpOptionsId: '',
    EnableDhcp: true,
    Ipv6CidrBlock: '',
    TagSet: tagSet(vpc.tags),
    AssistantCidrSet: [],
  };
}

/** Addresses of a subnet that servers can have: all but the first, the second and the last. */
const RESERVED = 3;

export function subnetRecord(subnet: Subnet) {
  const total = Math.max(0, sizeOf(subnet.range) - RESERVED);
  const used = [...subnet.vpc.interfaces].filter((each) => each.subnet === subnet);
  return {
    VpcId: subnet.vpc.id,
    SubnetId: subnet.id,
    SubnetName: subnet.name,
    CidrBlock: subnet.cidrBlock,
    IsDefault: false,
    EnableBroadcast: false,
    Zone: subnet.zone.name,
    RouteTableId: subnet.routeTable.id,
    CreatedTime: beijingTime(subnet.createdAt),
    AvailableIpAddressCount: total - used.reduce((sum, { ips }) => sum + ips.length, 0),
    Ipv6CidrBlock: '',
    NetworkAclId: '',
    IsRemoteVpcSnat: false,
    TotalIpAddressCount: total,
    TagSet: tagSet(subnet.tags),
  };
}

export function routeTableRecord(table: RouteTable, withRoutes: boolean) {
  const users = [...table.vpc.subnets].filter(({ routeTable }) => routeTable === table);
  return {
    VpcId: table.vpc.id,
    RouteTableId: table.id,
    RouteTableName: table.name,
    AssociationSet: users.map(({ id }) => ({ SubnetId: id, RouteTableId: table.id })),
    RouteSet: withRoutes ? [...table.routes].map((route) => routeRecord(table, route)) : [],
    Main: table.main,
    CreatedTime: beijingTime(table.createdAt),
    TagSet: [],
    LocalCidrForCcn: [],
  };
}

function routeRecord({ id }: RouteTable, route: Route) {
  return {
    RouteId: route.id,
    RouteItemId: route.itemId,
    RouteTableId: id,
    DestinationCidrBlock: route.destination,
    DestinationIpv6CidrBlock: '',
    GatewayType: route.gatewayType,
    GatewayId: route.gatewayId,
    RouteDescription: route.description,
    Enabled: route.enabled,
    RouteType: 'USER',
    PublishedToVbc: false,
    CreatedTime: beijingTime(route.createdAt),
  };
}

export function interfaceRecord(each: NetworkInterface, addresses: readonly Address[]) {
  return {
    NetworkInterfaceId: each.id,
    NetworkInterfaceName: each.name,
    NetworkInterfaceDescription: '',
    SubnetId: each.subnet.id,
    VpcId: each.subnet.vpc.id,
    GroupSet: [],
    Primary: each.instanceId !== undefined,
    MacAddress: '',
    State: 'AVAILABLE',
    PrivateIpAddressSet: each.ips.map((ip, place) => {
      const address = addresses.find(({ host }) => host?.networkInterface === each && host.ip === ip);
      return {
        PrivateIpAddress: ip,
        Primary: place === 0,
        PublicIpAddress: address?.ip ?? '',
        AddressId: address?.id ?? '',
        Description: '',
        IsWanIpBlocked: false,
        State: 'AVAILABLE',
      };
    }),
    Attachment:
      each.instanceId === undefined
        ? null
        : { InstanceId: each.instanceId, DeviceIndex: 0, AttachTime: beijingTime(each.createdAt) },
    Zone: each.subnet.zone.name,
    CreatedTime: beijingTime(each.createdAt),
    Ipv6AddressSet: [],
    TagSet: [],
  };
}

export function tagSet(tags: readonly Tag[]) {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

/** Times of EIPs and packages: ISO 8601 in UTC, without fractions. */
function utcTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
