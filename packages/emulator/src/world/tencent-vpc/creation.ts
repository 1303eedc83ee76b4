import {
  type AddressWish,
  checkCount,
  finishBinding,
  giveUpBinding,
  planAddresses,
  reserveAddresses,
} from './gateway-addresses.ts';
import { isLiving } from './gateways.ts';
import {
  type Address,
  bandwidths,
  type ExclusiveType,
  type Gateway,
  type ProductVersion,
  sizes,
  standard,
  type Tag,
  type Vpc,
} from './model.ts';
import { admitAccount, admitAddresses, admitPurchase } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region, Zone } from './regions.ts';
import type { State } from './state.ts';
import { checkTags } from './tags.ts';
import type { TaskOrder, Work } from './tasks.ts';

export interface CreateInput extends AddressWish {
  readonly name: string;
  readonly vpc: string;
  readonly version: ProductVersion;
  readonly bandwidth: number | undefined;
  readonly connections: number | undefined;
  readonly zone: string | undefined;
  readonly subnetId: string;
  readonly exclusiveType: ExclusiveType | undefined;
  readonly protected: boolean;
  readonly tags: readonly Tag[];
}

export function createGateway(
  state: State,
  region: Region,
  input: CreateInput,
  { requestId, fault }: TaskOrder,
): Gateway {
  const vpc = state.vpc(region, input.vpc);
  const gateway = draftOf(state, vpc, input);
  const existing = planAddresses(state, region, input);
  checkCount(state, 0, existing.length, input);
  checkRoom(state, vpc);
  admitAddresses(state, region, input.count);
  admitAccount(state);
  if (!state.settings.identityVerified) {
    throw new Refusal('not-verified', 'The account has not passed identity verification.');
  }
  admitPurchase(state, fault);

  const addresses = reserveAddresses(state, gateway, existing, input);
  addGateway(state, gateway);
  state.tasks.start(requestId, creation(state, gateway, addresses, existing), fault);
  return gateway;
}

export function addGateway(state: State, gateway: Gateway): void {
  state.gateways.add(gateway);
  gateway.vpc.gateways.add(gateway);
}

function draftOf(state: State, vpc: Vpc, input: CreateInput): Gateway {
  return newGateway(state, {
    name: input.name,
    vpc,
    zone: zoneOf(vpc.region, input.zone),
    subnetId: input.subnetId,
    ...(input.version === 2 ? standardSize(input) : traditionalSize(input)),
    version: input.version,
    exclusiveType: input.exclusiveType,
    protected: input.protected,
    tags: checkTags(input.tags),
  });
}

type GatewayDraft = Pick<Gateway, 'name' | 'vpc' | 'zone' | 'version' | 'bandwidth' | 'connections'> &
  Partial<Gateway>;

/** A gateway in the making, with what a draft leaves open as a fresh one has it. */
export function newGateway(state: State, draft: GatewayDraft): Gateway {
  return {
    id: state.newId('nat'),
    subnetId: '',
    createdAt: state.clock.calendar(),
    conditions: new Set(),
    state: 'PENDING',
    exclusiveType: undefined,
    protected: false,
    affinity: true,
    securityGroups: [],
    timeouts: { udp: 180, tcpEstablished: 10_800, tcpTimeWait: 120 },
    tags: [],
    running: 0,
    addresses: new Set(),
    dnat: new Map(),
    snat: new Map(),
    directConnects: new Set(),
    flowMonitor: false,
    flowLimits: new Map(),
    ...draft,
  };
}

function zoneOf(region: Region, name: string | undefined): Zone {
  const [first] = region.zones;
  const zone = name === undefined ? first : region.zones.find((each) => each.name === name);
  if (zone === undefined) throw new Refusal('zone', `The zone ${name} is not supported.`);
  return zone;
}

type Size = Pick<Gateway, 'bandwidth' | 'connections'>;

/** A standard gateway has one size; naming that very size is accepted. */
function standardSize({ bandwidth, connections, exclusiveType }: CreateInput): Size {
  const other =
    (bandwidth ?? standard.bandwidth) !== standard.bandwidth ||
    (connections ?? standard.connections) !== standard.connections ||
    exclusiveType !== undefined;
  if (other) throw new Refusal('not-for-type', 'A standard NAT gateway has one size and is not exclusive.');
  return { ...standard };
}

function traditionalSize({ bandwidth = 100, connections = 1_000_000 }: CreateInput): Size {
  return { bandwidth: checkBandwidth(bandwidth), connections: checkConnections(connections) };
}

export function checkBandwidth(value: number): number {
  if (!bandwidths.some((each) => each === value)) {
    throw new Refusal('out-of-range', `InternetMaxBandwidthOut is one of ${bandwidths.join(', ')}.`);
  }
  return value;
}

export function checkConnections(value: number): number {
  if (!sizes.some((each) => each === value)) {
    throw new Refusal('out-of-range', `MaxConcurrentConnection is one of ${sizes.join(', ')}.`);
  }
  return value;
}

function checkRoom(state: State, vpc: Vpc): void {
  const { gatewaysPerVpc, gatewaysPerRegion } = state.settings;
  if (state.gateways.in(vpc.region).length >= gatewaysPerRegion) {
    throw new Refusal('gateway-limit', `An account has ${gatewaysPerRegion} NAT gateways at most.`);
  }
  if ([...vpc.gateways].filter(isLiving).length >= gatewaysPerVpc) {
    throw new Refusal('gateway-per-vpc-limit', `A VPC has ${gatewaysPerVpc} NAT gateways at most.`);
  }
}

function creation(
  state: State,
  gateway: Gateway,
  addresses: readonly Address[],
  existing: readonly Address[],
): Work {
  return {
    seconds: state.settings.durations.createGateway,
    resources: [gateway.id],
    succeed() {
      gateway.state = 'AVAILABLE';
      finishBinding(addresses);
    },
    fail() {
      gateway.state = 'PENDFAILURE';
      giveUpBinding(state, gateway, addresses, existing);
    },
  };
}
