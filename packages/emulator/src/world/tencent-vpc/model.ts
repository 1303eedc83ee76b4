import type { Cidr } from '../../common/ipv4.ts';
import type { Region, Zone } from './regions.ts';

/** Concurrent connections of a traditional gateway: small, medium, large. */
export const sizes = [1_000_000, 3_000_000, 10_000_000] as const;
/** Outbound Mbps of a traditional gateway. The console and a sample have 10 as well. */
export const bandwidths = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;
/** A standard gateway has one size. */
export const standard = { connections: 2_000_000, bandwidth: 5000 } as const;
export const exclusiveTypes = ['ExclusiveSmall', 'ExclusiveMedium1', 'ExclusiveLarge1'] as const;
export type ExclusiveType = (typeof exclusiveTypes)[number];

/** 1 traditional, 2 standard. */
export type ProductVersion = 1 | 2;

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface Vpc {
  readonly id: string;
  readonly name: string;
  readonly region: Region;
  readonly cidrBlock: string;
  readonly range: Cidr;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
  readonly subnets: Set<Subnet>;
  readonly routeTables: Set<RouteTable>;
  readonly interfaces: Set<NetworkInterface>;
  /** In order of creation. */
  readonly gateways: Set<Gateway>;
  /** Ids of direct connect gateways of the VPC. */
  readonly directConnects: Set<string>;
}

export interface Subnet {
  readonly id: string;
  readonly name: string;
  readonly vpc: Vpc;
  readonly cidrBlock: string;
  readonly range: Cidr;
  readonly zone: Zone;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
  routeTable: RouteTable;
}

export interface RouteTable {
  readonly id: string;
  readonly name: string;
  readonly vpc: Vpc;
  /** Used by every subnet that names no other. */
  readonly main: boolean;
  readonly createdAt: number;
  readonly routes: Set<Route>;
}

export interface Route {
  readonly id: number;
  readonly itemId: string;
  readonly destination: string;
  readonly gatewayType: string;
  readonly gatewayId: string;
  readonly enabled: boolean;
  readonly description: string;
  readonly createdAt: number;
}

/** A network interface of a server (CVM), or one that is attached to nothing. */
export interface NetworkInterface {
  readonly id: string;
  readonly name: string;
  readonly subnet: Subnet;
  /** The first one is the primary address. */
  readonly ips: readonly string[];
  readonly instanceId: string | undefined;
  readonly createdAt: number;
}

type AddressState = 'CREATING' | 'BINDING' | 'BIND' | 'UNBINDING' | 'UNBIND' | 'OFFLINING' | 'BIND_ENI';

export const chargeTypes = [
  'TRAFFIC_POSTPAID_BY_HOUR',
  'BANDWIDTH_POSTPAID_BY_HOUR',
  'BANDWIDTH_PREPAID_BY_MONTH',
  'BANDWIDTH_PACKAGE',
] as const;
export type ChargeType = (typeof chargeTypes)[number];

/** `BGP` or a single carrier. */
export const carriers = ['BGP', 'CMCC', 'CTCC', 'CUCC'] as const;
export type Carrier = (typeof carriers)[number];

/** What an address can suffer from outside; only a seed sets it. */
export const addressConditions = ['blocked', 'arrears', 'protected'] as const;
type AddressCondition = (typeof addressConditions)[number];

export interface InterfaceAddress {
  readonly networkInterface: NetworkInterface;
  readonly ip: string;
}

/** An elastic public address (EIP). */
export interface Address {
  readonly id: string;
  readonly ip: string;
  name: string;
  readonly region: Region;
  readonly carrier: Carrier;
  chargeType: ChargeType;
  /** Mbps. */
  bandwidth: number;
  state: AddressState;
  readonly createdAt: number;
  readonly tags: Tag[];
  readonly conditions: ReadonlySet<AddressCondition>;
  /** How often the charge type was changed; twice is the most. */
  chargeChanges: number;
  gateway?: Gateway | undefined;
  host?: InterfaceAddress | undefined;
  bandwidthPackage?: BandwidthPackage | undefined;
}

/** What an accepted allocation promises: the EIPs and the task that delivers them. */
export interface Allocated {
  readonly ids: readonly string[];
  readonly taskId: string;
}

export interface BandwidthPackage {
  readonly id: string;
  name: string;
  readonly region: Region;
  readonly networkType: string;
  chargeType: string;
  /** Mbps; -1 is unlimited. */
  bandwidth: number;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
  readonly addresses: Set<Address>;
}

export const protocols = ['TCP', 'UDP'] as const;
export type Protocol = (typeof protocols)[number];

export interface DnatRule {
  readonly protocol: Protocol;
  readonly publicIp: string;
  readonly publicPort: number;
  readonly privateIp: string;
  readonly privatePort: number;
  readonly description: string;
  readonly createdAt: number;
}

export const sourceTypes = ['SUBNET', 'NETWORKINTERFACE', 'USERDEFINED'] as const;
export type SourceType = (typeof sourceTypes)[number];

export interface SnatRule {
  readonly id: string;
  readonly resourceId: string;
  readonly resourceType: SourceType;
  /** An address, or the range of a subnet. */
  readonly source: string;
  publicIps: readonly string[];
  description: string;
  readonly createdAt: number;
}

type GatewayState = 'PENDING' | 'AVAILABLE' | 'UPDATING' | 'DELETING' | 'PENDFAILURE' | 'DELETEFAILURE';

/** What forbids a change of a gateway and has no operation of this API behind it; only a seed sets it. */
export const gatewayConditions = [
  'restricted',
  'firewall',
  'traffic-mirror',
  'high-traffic',
  'busy',
  'ecmp',
  'flow-log',
  'peak-usage',
  'local-zone',
  'without-snat',
] as const;
type GatewayCondition = (typeof gatewayConditions)[number];

export interface Timeouts {
  udp: number;
  tcpEstablished: number;
  tcpTimeWait: number;
}

export type FlowDirection = 'In' | 'Out';

export interface Gateway {
  readonly id: string;
  name: string;
  readonly vpc: Vpc;
  readonly zone: Zone;
  readonly subnetId: string;
  readonly createdAt: number;
  readonly conditions: ReadonlySet<GatewayCondition>;
  state: GatewayState;
  version: ProductVersion;
  /** Mbps. */
  bandwidth: number;
  connections: number;
  exclusiveType: ExclusiveType | undefined;
  protected: boolean;
  affinity: boolean;
  securityGroups: readonly string[];
  readonly timeouts: Timeouts;
  readonly tags: Tag[];
  /** Bindings and unbindings under way. */
  running: number;
  /** In the order they were bound. */
  readonly addresses: Set<Address>;
  /** By protocol, public address and port. */
  readonly dnat: Map<string, DnatRule>;
  readonly snat: Map<string, SnatRule>;
  readonly directConnects: Set<string>;
  flowMonitor: boolean;
  /** Mbps by direction and private address. */
  readonly flowLimits: Map<string, number>;
}
