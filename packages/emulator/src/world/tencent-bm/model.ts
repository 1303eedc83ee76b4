import type { Cidr } from '../../common/ipv4.ts';
import type { SortedList } from '../../common/sorted-list.ts';
import type { Region, Zone } from './regions.ts';

/** Concurrent connections a gateway can be bought with. */
export type Spec = 1_000_000 | 3_000_000 | 10_000_000;
export const specs: readonly Spec[] = [1_000_000, 3_000_000, 10_000_000];

export type Flag = 0 | 1;

/** 0 forwards single addresses, 1 whole address ranges. */
export type ForwardMode = Flag;

export interface Vpc {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly region: Region;
  readonly zone: Zone;
  readonly cidrBlock: string;
  readonly range: Cidr;
  /** Exclusive gateways need a cluster that staff builds beforehand. */
  readonly exclusiveCluster: boolean;
  readonly createdAt: number;
  readonly subnets: Set<Subnet>;
  readonly gateways: GatewayList;
  readonly addresses: Set<Address>;
}

export interface Server {
  readonly ip: string;
  /** A public address of its own: such a server cannot join a gateway singly. */
  readonly hasOwnAddress: boolean;
}

export interface Subnet {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly vpc: Vpc;
  readonly cidrBlock: string;
  readonly range: Cidr;
  readonly vlan: number;
  readonly createdAt: number;
  readonly servers: readonly Server[];
  /** The one gateway this subnet is, or is about to be, joined to. */
  gateway?: Gateway | undefined;
}

/** A join in the making does not forward yet; one being undone still does. */
export type JoinState = 'joining' | 'joined' | 'leaving';

export type Join =
  | { readonly kind: 'whole'; state: JoinState }
  | { readonly kind: 'part'; readonly ips: Map<string, JoinState> };

export const addressStates = [
  'creating',
  'binding',
  'bound',
  'unbinding',
  'free',
  'releasing',
  'failed',
] as const;
export type AddressState = (typeof addressStates)[number];

/** An elastic public address (EIP). */
export interface Address {
  readonly id: string;
  readonly ip: string;
  readonly sequence: number;
  readonly name: string;
  readonly vpc: Vpc;
  readonly exclusive: Flag;
  readonly payMode: 'flow' | 'bandwidth';
  /** Mbit/s, counted in bandwidth mode only. */
  readonly bandwidth: number;
  readonly createdAt: number;
  state: AddressState;
  updatedAt: number;
  freeAt?: number | undefined;
  gateway?: Gateway | undefined;
  /** Address of the server that owns it, when it is no gateway's. */
  readonly serverIp?: string | undefined;
}

export interface Gateway {
  readonly id: string;
  readonly number: number;
  name: string;
  readonly vpc: Vpc;
  maxConcurrent: Spec;
  readonly forwardMode: ForwardMode;
  readonly exclusive: Flag;
  /** Joins every subnet of the VPC, those to come too; a request of the first generation of the API. */
  readonly joinsAll: boolean;
  readonly createdAt: number;
  stage: 'creating' | 'created' | 'failed' | 'deleted';
  deleting: boolean;
  /** Tasks that are under way. */
  running: number;
  readonly addresses: Set<Address>;
  readonly joins: Map<Subnet, Join>;
}

/** The same gateways in both orders the API lists them. */
export interface GatewayList {
  readonly byAge: SortedList<Gateway>;
  readonly byId: SortedList<Gateway>;
}
