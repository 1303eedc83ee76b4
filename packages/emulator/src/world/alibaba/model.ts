import type { Range } from '../../common/ipv4.ts';

/** Instants are milliseconds since 1970 on the emulated calendar; every `due` is on the work axis. */

export type BusinessStatus = 'Normal' | 'FinancialLocked' | 'SecurityLocked';
export type ChargeType = 'PostPaid' | 'PrePaid';
export type PricingCycle = 'Month' | 'Year';
export type NatType = 'Normal' | 'Enhanced';
type EntryStatus = 'Pending' | 'Available' | 'Deleting';
export type Use = 'Idle' | 'UsedBySnatTable' | 'UsedByForwardTable';
export type Tags = Map<string, string>;

export interface Vpc {
  readonly id: string;
  readonly regionId: string;
  readonly name: string;
  readonly cidr: string;
  readonly block: Range;
  readonly created: number;
  readonly routerId: string;
  readonly routeTableId: string;
  readonly status: 'creating' | 'available' | 'deleting';
  readonly attachedToCen: boolean;
  readonly routerInterface: boolean;
  /** Custom routes other than the default one. */
  readonly customRoutes: number;
  /** The 0.0.0.0/0 route: to a gateway of ours, or to something else. */
  defaultRoute: DefaultRoute | undefined;
  readonly vSwitchIds: string[];
  readonly gatewayIds: Set<string>;
  /** Addresses of servers that have an EIP of their own. */
  readonly serversWithAddress: Set<string>;
  readonly tags: Tags;
}

export interface DefaultRoute {
  readonly entryId: string;
  readonly gatewayId: string | undefined;
  status: 'Pending' | 'Available';
}

export interface VSwitch {
  readonly id: string;
  readonly vpcId: string;
  readonly zoneId: string;
  readonly name: string;
  readonly cidr: string;
  readonly block: Range;
  readonly created: number;
  readonly status: 'creating' | 'available';
  /** A HAVIP lives in it, which keeps it out of SNAT. */
  readonly virtualAddress: boolean;
  /** Private addresses taken by gateways, as numbers. */
  readonly taken: Set<number>;
}

export interface Gateway {
  readonly id: string;
  readonly regionId: string;
  readonly vpcId: string;
  readonly created: number;
  readonly chargeType: ChargeType;
  readonly autoPay: boolean;
  readonly internetChargeType: string;
  readonly resourceGroupId: string;
  /** End of a subscription. */
  readonly expires: number | undefined;
  locked: BusinessStatus;
  readonly snat: SnatTable;
  readonly forward: ForwardTable;
  readonly addressIds: Set<string>;
  readonly packageIds: Set<string>;
  readonly tags: Tags;
  name: string;
  description: string;
  spec: string;
  natType: NatType;
  status: 'Creating' | 'Available' | 'Modifying' | 'Converting' | 'Deleting';
  deletionProtection: boolean;
  ecsMetric: boolean;
  eipBindMode: string;
  icmpReply: boolean;
  privateSide: PrivateSide | undefined;
  /** What a gateway that leads to private networks (`intranet`) translates to; undefined on one that leads to the internet. */
  readonly inside: Inside | undefined;
  conversion: Conversion | undefined;
}

/** What an Enhanced gateway takes from its vSwitch. */
export interface PrivateSide {
  readonly vSwitchId: string;
  readonly zoneId: string;
  readonly interfaceId: string;
  readonly address: number;
}

/** The NAT addresses of an intranet gateway, by id, and the blocks they come from, by block. */
export interface Inside {
  readonly cidrs: Map<string, NatIpCidr>;
  readonly ips: Map<string, NatIp>;
}

export interface NatIpCidr {
  readonly id: string;
  readonly cidr: string;
  readonly block: Range;
  readonly created: number;
  /** The block of the vSwitch; it comes and goes with the gateway. */
  readonly isDefault: boolean;
  name: string;
  description: string;
}

export interface NatIp {
  readonly id: string;
  readonly ip: string;
  readonly address: number;
  readonly cidr: string;
  /** The private address of the gateway itself; it comes and goes with the gateway. */
  readonly isDefault: boolean;
  name: string;
  description: string;
  status: 'Creating' | 'Available' | 'Deleting';
}

export interface Conversion {
  readonly startedAt: number;
  readonly startedWork: number;
  readonly outcome: 'success' | 'failed' | 'stuck';
}

export interface SnatTable {
  readonly id: string;
  readonly entries: Map<string, SnatEntry>;
  /** Entries that once were, newest last. */
  readonly deleted: Set<string>;
}

export interface SnatEntry {
  readonly id: string;
  readonly sourceVSwitchId: string;
  readonly sourceCidr: string;
  readonly source: Range;
  addresses: readonly string[];
  /** What it may fall back to while a change is Pending; still counts as used. */
  formerAddresses: readonly string[];
  name: string;
  affinity: string;
  status: EntryStatus;
}

export interface ForwardTable {
  readonly id: string;
  readonly entries: Map<string, ForwardEntry>;
  readonly deleted: Set<string>;
}

/** The part of a DNAT entry a call may change. */
export interface ForwardMapping {
  readonly externalIp: string;
  readonly externalPort: string;
  readonly internalIp: string;
  readonly internalPort: string;
  readonly protocol: string;
  readonly name: string;
  readonly portBreak: boolean;
}

export interface ForwardEntry {
  readonly id: string;
  mapping: ForwardMapping;
  /** What it may fall back to while a change is Pending; its address still counts as used. */
  formerMapping: ForwardMapping | undefined;
  status: EntryStatus;
}

/** An elastic public address (EIP). */
export interface Address {
  readonly id: string;
  readonly ip: string;
  readonly regionId: string;
  readonly created: number;
  readonly chargeType: ChargeType;
  readonly internetChargeType: string;
  readonly isp: string;
  readonly expires: number | undefined;
  readonly resourceGroupId: string;
  readonly tags: Tags;
  name: string;
  description: string;
  bandwidth: string;
  deletionProtection: boolean;
  status: 'Available' | 'Associating' | 'InUse' | 'Unassociating' | 'Releasing';
  gatewayId: string | undefined;
  /** Until then entry calls do not see the binding yet. */
  usableFrom: number;
  sharedPackageId: string | undefined;
  sharedPackageStatus: 'BINDING' | 'BINDED' | undefined;
}

/** A NAT bandwidth package: one bandwidth shared by public addresses that exist only inside it. */
export interface NatPackage {
  readonly id: string;
  readonly regionId: string;
  readonly gatewayId: string;
  readonly zoneId: string;
  readonly isp: string;
  readonly internetChargeType: string;
  readonly created: number;
  locked: BusinessStatus;
  /** Address to allocation ID. */
  readonly addresses: Map<string, string>;
  name: string;
  description: string;
  bandwidth: number;
}

/** A common bandwidth package: one bandwidth shared by EIPs. */
export interface SharedPackage {
  readonly id: string;
  readonly regionId: string;
  readonly isp: string;
  readonly internetChargeType: string;
  readonly resourceGroupId: string;
  readonly created: number;
  name: string;
  description: string;
  readonly addressIds: Set<string>;
  readonly tags: Tags;
  bandwidth: string;
  status: 'Available' | 'Modifying';
  deletionProtection: boolean;
}

export interface Zone {
  /** Public addresses left for NAT bandwidth packages; no limit unless a seed sets one. */
  publicAddresses: number;
  /** Enhanced gateways left to sell. */
  enhancedStock: number;
}

export interface Account {
  readonly uid: string;
  readonly bid: string;
  /** Overdue payment: everything paid by use is locked. */
  arrears: boolean;
  /** Whether the caller may create AliyunServiceRoleForNatgw. */
  mayCreateServiceRole: boolean;
  serviceRole: boolean;
  enhancedAllowed: boolean;
  conversionAllowed: boolean;
  /** The nat_scope_unlimited list: SNAT sources outside the VPC. */
  anySourceCidr: boolean;
  /** Seconds until the route of a new gateway is ready and its tables see a new address, after both seem finished. */
  lag: number;
  quotas: Quotas;
}

interface Quotas {
  readonly gatewaysPerVpc: number;
  readonly natIpsPerGateway: number;
  readonly addressesPerGateway: number;
  readonly forwardEntriesPerTable: number;
  readonly snatEntriesPerTable: number;
  readonly routesPerTable: number;
}
