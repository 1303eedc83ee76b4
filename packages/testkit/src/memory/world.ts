import {
  type AttachFor,
  type Billing,
  type DnatSpec,
  type GatewayKey,
  type GatewayOptions,
  type GatewayState,
  type ItemState,
  type Metering,
  NatError,
  type Placement,
  type Size,
  type SnatSpec,
} from '@polynat/core';

/** Everything in the account has a place in the order it came to be; listings page by it. */
interface Numbered {
  readonly serial: number;
  readonly id: string;
}

export interface StoredGateway extends Numbered {
  readonly key: GatewayKey;
  readonly placement: Placement;
  readonly created: number;
  name: string;
  description: string;
  state: GatewayState;
  size: Size;
  outboundMbps: number | undefined;
  options: Required<GatewayOptions>;
  generation: string;
  billing: Billing;
  protected: boolean;
  tags: Readonly<Record<string, string>>;
}

export interface StoredAddress extends Numbered {
  readonly ip: string;
  readonly name?: string;
  readonly bandwidthMbps?: number;
  readonly meteredBy: Metering;
  sharedBandwidth?: string | undefined;
  gateway?: string | undefined;
  pool: AttachFor;
  state: ItemState;
}

export interface StoredRule<S> extends Numbered {
  readonly gateway: string;
  spec: S;
  state: ItemState;
}

/** A rule that stands says which addresses it leaves from. */
export type StandingSnat = SnatSpec & { readonly through: readonly string[] };

export interface StoredPackage extends Numbered {
  readonly gateway: string;
  readonly created: number;
  readonly meteredBy: Metering;
  readonly zone?: string;
  name: string;
  description: string;
  bandwidthMbps: number;
  state: ItemState;
}

export interface StoredSharedBandwidth extends Numbered {
  readonly created: number;
  readonly meteredBy: Metering;
  name: string;
  description: string;
  bandwidthMbps: number;
  state: ItemState;
}

export interface StoredSubnet {
  readonly id: string;
  readonly cidr: string;
  readonly zone?: string;
}

export interface StoredNetwork {
  readonly vpc: string;
  readonly cidr: string;
  readonly subnets: readonly StoredSubnet[];
}

/** What exists in one in-memory account. Rules of the cloud live beside it, one file per kind of resource. */
export interface World {
  readonly networks: readonly StoredNetwork[];
  readonly gateways: Map<string, StoredGateway>;
  /** By ip. */
  readonly addresses: Map<string, StoredAddress>;
  readonly snat: Map<string, StoredRule<StandingSnat>>;
  readonly dnat: Map<string, StoredRule<DnatSpec>>;
  readonly packages: Map<string, StoredPackage>;
  readonly shared: Map<string, StoredSharedBandwidth>;
  /** The next serial number and the id made from it. */
  number(prefix: string): Numbered;
}

/** Ready from the start: a network with two subnets in two zones. */
export const defaultNetworks: readonly StoredNetwork[] = [
  {
    vpc: 'vpc-main',
    cidr: '10.0.0.0/16',
    subnets: [
      { id: 'subnet-a', cidr: '10.0.1.0/24', zone: 'zone-a' },
      { id: 'subnet-b', cidr: '10.0.2.0/24', zone: 'zone-b' },
    ],
  },
];

export function createWorld(networks: readonly StoredNetwork[]): World {
  let serial = 0;
  return {
    networks,
    gateways: new Map(),
    addresses: new Map(),
    snat: new Map(),
    dnat: new Map(),
    packages: new Map(),
    shared: new Map(),
    number(prefix) {
      serial += 1;
      return { serial, id: `${prefix}-${serial}` };
    },
  };
}

export function gatewayOf(world: World, key: GatewayKey): StoredGateway {
  const gateway = world.gateways.get(key.id);
  if (gateway?.key.region === key.region) return gateway;
  throw new NatError('not-found', `there is no gateway ${key.id} in ${key.region}`);
}

export function networkOf(world: World, vpc: string): StoredNetwork {
  const network = world.networks.find((candidate) => candidate.vpc === vpc);
  if (network) return network;
  throw new NatError('not-found', `there is no network ${vpc}`, {
    field: 'network.vpc',
    remedy: 'list the networks of the account and name one of them',
  });
}

export const belongingTo = <T extends { readonly gateway?: string | undefined }>(
  items: Iterable<T>,
  gateway: string | undefined,
): readonly T[] => [...items].filter((item) => item.gateway === gateway);
