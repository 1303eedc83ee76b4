import { NatError } from './errors.ts';
import type { AddressOffers, Metering } from './model/address.ts';
import type { Availability } from './model/availability.ts';
import type { DependentKind } from './model/deletion.ts';
import type { BindMode } from './model/gateway-options.ts';
import { kindOfSize, type Size, type SizeFacts, type SizeKind } from './model/size.ts';
import type { GatewayState } from './model/state.ts';

/** Whether an order must, may or cannot name something. */
export type FieldUse = 'required' | 'optional' | 'unused';

/** How a name must look on a cloud. */
export interface NameRule {
  readonly pattern: RegExp;
  /** The rule in words, ready to follow "must". */
  readonly words: string;
}

export interface TermRule {
  readonly months: readonly number[];
  readonly years: readonly number[];
}

/** Absent where the cloud does not filter by it. */
export interface GatewayFilterFacts {
  /** How many gateways one request can name by id. */
  readonly ids?: number;
  /** `part` where the cloud is known to match a part of a name; elsewhere only a whole name is sent. */
  readonly name?: 'whole' | 'part';
  readonly network?: true;
  readonly states?: readonly GatewayState[];
  readonly tags?: { readonly by: 'key' | 'value'; readonly maximum: number };
}

/** Everything a caller may want to ask a cloud about, with the limits that belong to the answer yes. */
export interface FeatureLimits {
  'gateways.create': {
    readonly perNetwork?: number;
    readonly subnet: FieldUse;
    /** Where the kind of size decides it. Example: on Alibaba Cloud a tier makes a Normal gateway, which is in no vSwitch. */
    readonly subnetBySize?: { readonly [K in SizeKind]?: FieldUse };
    /** Present where an order may name a zone. */
    readonly zone?: true;
    readonly addresses: FieldUse;
    readonly names: NameRule;
    /** Whether a gateway must be given a name. */
    readonly named: boolean;
    /** `manual` where a gateway carries no traffic until somebody points a route table at it. */
    readonly routes?: 'manual';
  };
  /** How much of a filter the cloud applies to a listing by itself. Polynat applies the rest; the answer is the same. */
  'gateways.filter': GatewayFilterFacts;
  'gateways.rename': { readonly names: NameRule };
  /** `clear` where a description can be taken away again. */
  'gateways.description': { readonly texts: NameRule; readonly clear?: true };
  /** How much all its public addresses together may send, in Mbit/s: what an order or a change can choose. */
  'gateways.outbound-limit': { readonly mbps: readonly number[] };
  'gateways.icmp-reply': OptionUse;
  /** Keeping one public address for all connections of a private host, for the gateway as a whole. */
  'gateways.affinity': OptionUse;
  /** `order` and `change` list the modes that can be chosen with the order, and afterwards. */
  'gateways.bind-mode': { readonly order: readonly BindMode[]; readonly change: readonly BindMode[] };
  'gateways.resize': {
    readonly direction: 'up' | 'both';
    /** What a gateway can become, where that is less than all that is sold. */
    readonly sizes?: SizeFacts;
  };
  'gateways.convert': { readonly from: string; readonly to: string };
  /** `withChange` where one request changes the protection together with the name. */
  'gateways.protect': { readonly withChange?: true };
  'gateways.delete': {
    /** Where a gateway always goes with its rules, and its addresses become free: nothing has to be removed before. */
    readonly withRules?: true;
    /** What the cloud removes along with a gateway when it is asked to. Polynat removes the rest before. */
    readonly takes?: readonly DependentKind[];
  };
  /** Tags that come with the order. */
  'gateways.create.tags': { readonly maximum: number };
  /** Tags of a gateway that exists. `together` where one request sets some tags and removes others. */
  'gateways.tags': { readonly maximum: number; readonly together?: true };
  'addresses.attach': {
    readonly minimum: number;
    readonly maximum?: number;
    /** The only ways of metering an address it takes, where it does not take all. */
    readonly meteredBy?: readonly Metering[];
  };
  'addresses.allocate': {
    readonly meteredBy: AddressOffers;
    /** Present where an address belongs to a network. */
    readonly network?: true;
    /** Present where the API recognises a repeated order of an address, though not every other write: see `writes.token`. */
    readonly token?: true;
  };
  'addresses.release': Unlimited;
  /** Replacing an address while the other still serves. */
  'addresses.swap': Unlimited;
  /** Separate pools for SNAT and DNAT. */
  'addresses.pools': Unlimited;
  'snat.rules': {
    readonly perGateway?: number;
    /** `false` where the block of one rule cannot lie inside that of another; single hosts always can. */
    readonly nested?: false;
    /** `forwarded` where sources without a rule leave too, through every address, once they are routed to the gateway. */
    readonly sourcesWithoutRule?: 'forwarded';
  };
  'snat.source.cidr': Unlimited;
  /** `part` where a block beside the subnet may be a part of it; elsewhere a rule takes the subnet whole. */
  'snat.source.subnet': { readonly part?: true };
  'snat.source.hosts': {
    readonly subnet: 'required' | 'unused';
    readonly perRule?: number;
    /** Present where a rule may name the network interface or the server that has its host. */
    readonly interface?: true;
  };
  'snat.source.network': Unlimited;
  /** Choosing per rule which public addresses it leaves from. */
  'snat.through': {
    readonly maximum?: number;
    /** Where several addresses of one rule have to draw from one shared bandwidth. */
    readonly shared?: true;
  };
  /** Adding several rules in one request, all or nothing. */
  'snat.addAll.atomic': Unlimited;
  /** `keeps: 'source'` where a rule changes its addresses and its name in place, but never its source. */
  'snat.replace': { readonly keeps?: 'source' };
  /** Keeping one public address for all connections of a private host, chosen per rule. */
  'snat.affinity': Unlimited;
  'snat.names': { readonly names: NameRule; readonly required: boolean };
  'dnat.rules': { readonly perGateway?: number };
  /** `exclusive` where the address of such a rule cannot serve SNAT too. */
  'dnat.any': { readonly exclusive?: true };
  'dnat.ranges': Unlimited;
  /** Mapping a port range to one of another length. */
  'dnat.ranges.unequal': Unlimited;
  'dnat.addAll.atomic': Unlimited;
  'dnat.replace': Unlimited;
  'dnat.names': { readonly names: NameRule };
  'dnat.port-break': Unlimited;
  'billing.on-demand': Unlimited;
  'billing.prepaid': { readonly terms: TermRule };
  'billing.renew': { readonly terms: TermRule };
  'billing.auto-pay': Unlimited;
  'bandwidth.packages': { readonly perGateway?: number; readonly addresses?: number };
  'bandwidth.convert': Unlimited;
  /** Bandwidth that addresses of several gateways draw from together. */
  'bandwidth.shared': {
    readonly meteredBy: AddressOffers;
    readonly names: NameRule;
    /** Present where it can have a description. */
    readonly texts?: NameRule;
    /** How many addresses can draw from one. */
    readonly addresses?: number;
    /** How many addresses a request takes, where it is not any number. Polynat sends several requests for more. */
    readonly perRequest?: { readonly join: number; readonly leave: number };
    /** Present where the API recognises no repeated order: a tag that Polynat gives each order tells it instead. */
    readonly marked?: true;
  };
  /** Telling, before anything is bought, what the account can still get. */
  'account.availability': { readonly tells: readonly (keyof Availability)[] };
  'networks.list': Unlimited;
  /** Reading which routes lead to a gateway. */
  'networks.routes': Unlimited;
  /** Whether the API itself recognises a repeated write. Where it does not, Polynat looks before it repeats. */
  'writes.token': Unlimited;
}

/** When a switch of a gateway can be chosen: with the order, and afterwards. */
interface OptionUse {
  readonly order?: true;
  readonly change?: true;
  /** The kinds of sizes whose gateways have the switch, where not all have it. */
  readonly sizes?: readonly SizeKind[];
}

// biome-ignore lint/complexity/noBannedTypes: the answer is a bare yes
type Unlimited = {};

export type Feature = keyof FeatureLimits;

export interface Unsupported {
  readonly supported: false;
  readonly reason: string;
  readonly remedy: string;
  /** The document this came from. */
  readonly source: string;
}

export type Supported<F extends Feature> = {
  readonly supported: true;
  readonly source: string;
} & FeatureLimits[F];

export type Fact<F extends Feature = Feature> = Supported<F> | Unsupported;

export type Features = { readonly [F in Feature]: Fact<F> };

/** What a cloud can do, as data: each difference between clouds is one of these facts. */
export interface Capabilities {
  readonly features: Features;
  readonly sizes: SizeFacts;
}

/** The limits of a feature, or `unsupported` with the reason and the remedy, before anything is sent. */
export function requireFeature<F extends Feature>(
  { features }: Capabilities,
  feature: F,
  cloud: string,
  field?: string,
): Supported<F> {
  const fact: Fact<F> = features[feature];
  if (fact.supported) return fact;
  throw unsupported(feature, cloud, fact, field);
}

export function unsupported(feature: string, cloud: string, fact: Unsupported, field?: string): NatError {
  return new NatError('unsupported', `${feature} on ${cloud}: ${fact.reason}; ${fact.remedy}`, {
    remedy: fact.remedy,
    ...(field === undefined ? {} : { field }),
  });
}

/** Whether a gateway of this size, or of the size the cloud chooses, is placed in a subnet. */
export const subnetUse = (
  { subnet, subnetBySize = {} }: FeatureLimits['gateways.create'],
  size: Size | undefined,
): FieldUse => (size && subnetBySize[kindOfSize(size)]) ?? subnet;
