import { sizeOf } from '../../common/ipv4.ts';
import { beijingTime } from '../../world/tencent/time.ts';
import type {
  Address,
  NetworkInterface,
  Route,
  RouteTable,
  Subnet,
  Vpc,
} from '../../world/tencent-vpc/model.ts';
import { tagSet } from './tag-set.ts';

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
