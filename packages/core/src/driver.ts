/**
 * What an adapter implements. The portable classes above it have already done the common work; each promise a method may
 * rely on is written beside it:
 *
 * - input has passed its schema and the capability facts (names, terms, sizes, source kinds, address counts);
 * - a method whose feature is declared unsupported is never called;
 * - mutations of one lane (`laneOf`) never overlap, from start until settled;
 * - failures leave as `NatError`, with `outcome: 'unknown'` whenever the cloud may have acted;
 * - what is removed, detached, released or deleted is there. When it is not (no such rule on the gateway, no such address in the
 *   account, an address that the gateway does not hold), the method fails with `not-found`, and with `outcome: 'unknown'` when an
 *   earlier request of the same call may have removed it. Core decides whether that is success. An address that is on its way off
 *   the gateway is there still: its receipt settles when it has left.
 */
import type { Call, CallOptions } from './call.ts';
import type { Capabilities } from './capabilities.ts';
import type { ErrorCode, NatError } from './errors.ts';
import type { Guards } from './guards/guards.ts';
import type { AccountIdentity } from './model/account.ts';
import type { AddressFilter, AddressSpec, AttachFor, PublicAddress } from './model/address.ts';
import type { Availability } from './model/availability.ts';
import type { BandwidthPackage, BandwidthSpec } from './model/bandwidth.ts';
import type { Billing, Term } from './model/billing.ts';
import type { DnatRule, DnatSpec } from './model/dnat-rule.ts';
import type { GatewayChange, GatewayOrder, GatewayRecord, LabelChange } from './model/gateway.ts';
import type { GatewayQuery } from './model/gateway-filter.ts';
import type { GatewayKey } from './model/gateway-key.ts';
import type { TagChange } from './model/gateway-update.ts';
import type { Network, Route, Subnet } from './model/network.ts';
import type { SharedBandwidth, SharedBandwidthSpec } from './model/shared-bandwidth.ts';
import type { Size } from './model/size.ts';
import type { SnatRule, SnatSpec } from './model/snat-rule.ts';
import type { Mutation } from './mutations/names.ts';
import type { Receipt } from './receipt.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page starts, in the driver's own words; absent on the last page. */
  readonly next?: string;
  /**
   * Present where pages are found by number or offset: what is added or deleted between two requests moves the rest, so that items
   * are skipped or come twice. Core reads such a listing to its end before it hands out an item, compares the counts, and reads it
   * again when it has changed meanwhile. Absent where a marker names the place.
   */
  readonly positions?: Positions;
}

export interface Positions {
  /** How many items the cloud put on this page, before any filter of the driver's own. */
  readonly read: number;
  /** How many there are on all pages, where the cloud tells. */
  readonly total?: number;
}

/** One look at accepted work. */
export type PollResult<T = unknown> =
  | { readonly type: 'done'; readonly value: T }
  | {
      readonly type: 'pending';
      /** What was seen, in the cloud's words: the history a timeout tells. */
      readonly status: string;
      /** A named step of the work, where the cloud reports steps. */
      readonly step?: string;
    }
  | { readonly type: 'failed'; readonly error: NatError };

/** How often to look, in milliseconds: after `first`, then growing from `every` to `most`. */
export interface Pacing {
  readonly first: number;
  readonly every: number;
  readonly most: number;
}

export interface GatewayResource {
  /**
   * The query holds what the fact `gateways.filter` says that the cloud applies. The answer may hold more than was asked for: core
   * looks at each gateway again. An unknown id or network may fail with `not-found`; core takes that for an empty answer.
   */
  list(query: GatewayQuery, cursor: string | undefined, call: Call): Promise<Page<GatewayRecord>>;
  /** Fails with `not-found` when there is no such gateway. */
  get(key: GatewayKey, call: Call): Promise<GatewayRecord>;
  create(order: GatewayOrder, call: Call): Promise<Receipt<GatewayRecord>>;
  /** Name, description, the limit of what it sends, or protection where it goes with them; at least one is given. An empty description clears it. */
  change?(key: GatewayKey, change: GatewayChange, call: Call): Promise<Receipt<GatewayRecord>>;
  /** The size is one the cloud sells. A gateway that already has it completes at once. */
  resize?(key: GatewayKey, size: Size, call: Call): Promise<Receipt<GatewayRecord>>;
  /** To the cloud's newer generation. `subnet` is where the new one stands. */
  convert?(key: GatewayKey, subnet: string | undefined, call: Call): Promise<Receipt<GatewayRecord>>;
  protect?(key: GatewayKey, on: boolean, call: Call): Promise<Receipt<GatewayRecord>>;
  /** Sets tags or removes them; both in one call only where the fact `gateways.tags` says `together`. */
  tag?(key: GatewayKey, change: TagChange, call: Call): Promise<Receipt<GatewayRecord>>;
  /**
   * Completes when the gateway is gone. Core has read it just before; one that has gone since completes at once. `cascade` asks the
   * cloud to take along what the fact `gateways.delete` says it takes.
   */
  delete(key: GatewayKey, cascade: boolean, call: Call): Promise<Receipt<void>>;
}

export interface SnatResource {
  list(key: GatewayKey, cursor: string | undefined, call: Call): Promise<Page<SnatRule>>;
  /** One rule by its id, where the cloud can be asked for it alone; `undefined` when there is none. */
  get?(key: GatewayKey, id: string, call: Call): Promise<SnatRule | undefined>;
  /** `through` is always filled when the cloud chooses addresses per rule. */
  add(key: GatewayKey, spec: SnatSpec, call: Call): Promise<Receipt<SnatRule>>;
  /**
   * All or nothing, in one request: a refusal leaves no rule. Completes to one answer per rule, in order: the rule or, where it was
   * accepted with the others and came to a bad end, its error.
   */
  addAll?(
    key: GatewayKey,
    specs: readonly SnatSpec[],
    call: Call,
  ): Promise<Receipt<readonly (SnatRule | NatError)[]>>;
  replace?(key: GatewayKey, id: string, spec: SnatSpec, call: Call): Promise<Receipt<SnatRule>>;
  remove(key: GatewayKey, id: string, call: Call): Promise<Receipt<void>>;
}

export interface DnatResource {
  list(key: GatewayKey, cursor: string | undefined, call: Call): Promise<Page<DnatRule>>;
  /** One rule by its id, where the cloud can be asked for it alone; `undefined` when there is none. */
  get?(key: GatewayKey, id: string, call: Call): Promise<DnatRule | undefined>;
  add(key: GatewayKey, spec: DnatSpec, call: Call): Promise<Receipt<DnatRule>>;
  addAll?(
    key: GatewayKey,
    specs: readonly DnatSpec[],
    call: Call,
  ): Promise<Receipt<readonly (DnatRule | NatError)[]>>;
  replace?(key: GatewayKey, id: string, spec: DnatSpec, call: Call): Promise<Receipt<DnatRule>>;
  remove(key: GatewayKey, id: string, call: Call): Promise<Receipt<void>>;
}

export interface AddressResource {
  list(filter: AddressFilter, cursor: string | undefined, call: Call): Promise<Page<PublicAddress>>;
  allocate?(spec: AddressSpec, call: Call): Promise<Receipt<PublicAddress>>;
  /** IP or allocation id. Completes when rules can use the address. */
  attach(key: GatewayKey, address: string, purpose: AttachFor, call: Call): Promise<Receipt<PublicAddress>>;
  detach(key: GatewayKey, address: string, call: Call): Promise<Receipt<void>>;
  /**
   * Where it depends on the gateway whether it can hold both, and `addresses.swap` is unsupported for that: fails before anything is
   * sent when `to` cannot take the place of `from`, for it is busy, unknown or of another kind.
   */
  swapOrder?(
    key: GatewayKey,
    from: string,
    to: string,
    purpose: AttachFor,
    call: Call,
  ): Promise<'attach-first' | 'detach-first'>;
  release?(address: string, call: Call): Promise<Receipt<void>>;
}

export interface BillingResource {
  read(key: GatewayKey, call: Call): Promise<Billing>;
  /** Spends money. Completes when the new expiry can be read back. */
  renew?(key: GatewayKey, term: Term, call: Call): Promise<Receipt<Billing>>;
}

export interface BandwidthResource {
  list(key: GatewayKey, cursor: string | undefined, call: Call): Promise<Page<BandwidthPackage>>;
  create(key: GatewayKey, spec: BandwidthSpec, call: Call): Promise<Receipt<BandwidthPackage>>;
  change(key: GatewayKey, id: string, change: LabelChange, call: Call): Promise<Receipt<BandwidthPackage>>;
  resize(key: GatewayKey, id: string, bandwidthMbps: number, call: Call): Promise<Receipt<BandwidthPackage>>;
  addAddresses(key: GatewayKey, id: string, count: number, call: Call): Promise<Receipt<BandwidthPackage>>;
  removeAddresses(
    key: GatewayKey,
    id: string,
    ips: readonly string[],
    call: Call,
  ): Promise<Receipt<BandwidthPackage>>;
  /** Turns the package's addresses into ordinary ones. */
  convert?(key: GatewayKey, id: string, call: Call): Promise<Receipt<void>>;
  delete(key: GatewayKey, id: string, force: boolean, call: Call): Promise<Receipt<void>>;
}

export interface SharedBandwidthResource {
  list(cursor: string | undefined, call: Call): Promise<Page<SharedBandwidth>>;
  /** Fails with `not-found` when there is none. */
  get(id: string, call: Call): Promise<SharedBandwidth>;
  create(spec: SharedBandwidthSpec, call: Call): Promise<Receipt<SharedBandwidth>>;
  /** At least one label is given. */
  change(id: string, change: LabelChange, call: Call): Promise<Receipt<SharedBandwidth>>;
  resize(id: string, bandwidthMbps: number, call: Call): Promise<Receipt<SharedBandwidth>>;
  /**
   * IPs or allocation ids, as many as the fact `bandwidth.shared` says a request takes. Completes when all of them draw from it; those
   * that do already need no request. Fails with `conflict` before anything is sent when one draws from another.
   */
  join(id: string, addresses: readonly string[], call: Call): Promise<Receipt<SharedBandwidth>>;
  /** Completes when none of them draws from it. */
  leave(id: string, addresses: readonly string[], call: Call): Promise<Receipt<void>>;
  /** No address draws from it: core has looked, and lets those that do leave before. */
  delete(id: string, call: Call): Promise<Receipt<void>>;
}

export interface NetworkResource {
  list(cursor: string | undefined, call: Call): Promise<Page<Network>>;
  subnets(network: string, cursor: string | undefined, call: Call): Promise<Page<Subnet>>;
  /** The routes that lead to a gateway. Nothing here changes any. */
  routes?(key: GatewayKey, cursor: string | undefined, call: Call): Promise<Page<Route>>;
}

/** Rules that a listing tells beside a gateway. A kind that is absent has to be read. */
export interface ToldRules {
  readonly snat?: readonly SnatRule[];
  readonly dnat?: readonly DnatRule[];
}

export interface ToldGateway extends GatewayRecord {
  readonly rules: ToldRules;
}

/**
 * Reads all gateways of the region with what belongs to them, in the fewest requests that the API allows. Of a driver without it, core
 * asks the other resources.
 */
export interface InventoryResource {
  gateways(cursor: string | undefined, call: Call): Promise<Page<ToldGateway>>;
  /** The addresses that gateways hold; others may come with them. `use` is not told: the gateways tell it. */
  addresses(cursor: string | undefined, call: Call): Promise<Page<PublicAddress>>;
  /** As `snat.list`, of a gateway that was just listed. Present where `snat.list` would read the gateway again. */
  snat?(gateway: GatewayRecord, cursor: string | undefined, call: Call): Promise<Page<SnatRule>>;
}

/** Facets a cloud may lack. What is absent here is absent from the handles too, at compile time. */
export interface OptionalResources {
  readonly snat: SnatResource;
  readonly dnat: DnatResource;
  readonly billing: BillingResource;
  readonly bandwidth: BandwidthResource;
  readonly sharedBandwidth: SharedBandwidthResource;
  readonly networks: NetworkResource;
}

/** One operation of the provider's own API. */
export interface NativeOperation {
  readonly name: string;
  readonly summary: string;
  /** Whether it may change something or cost something, as the provider's documents say. */
  readonly writes: boolean;
  /**
   * Reads the caller's input, and throws before anything is sent when it does not fit: a zod schema, for example. Named by its shape,
   * since the compiler of each consumer would otherwise resolve every schema of a cloud to see that it is one.
   */
  readonly request: { parse(input: unknown): unknown };
}

/** The provider's whole API, typed by each adapter: every documented operation under its documented name. */
export interface NativeApi {
  readonly operations: Readonly<Record<string, NativeOperation>>;
  call(operation: string, input: unknown, options?: CallOptions): Promise<unknown>;
}

export interface Driver extends Partial<OptionalResources> {
  /** The kind of cloud, such as `alibaba`; the alias a user gives it lives above. */
  readonly kind: string;
  readonly region: string;
  readonly capabilities: Capabilities;
  readonly gateways: GatewayResource;
  readonly addresses: AddressResource;
  /** One look at what a receipt stands for. Core calls it again and again until it is done or failed. */
  poll<T>(receipt: Receipt<T>, call: Call): Promise<PollResult<T>>;
  readonly pacing: Pacing;
  /** Mutations with the same lane wait for each other; `undefined` waits for nobody. */
  laneOf(mutation: Mutation, key: GatewayKey | undefined): string | undefined;
  readonly native?: NativeApi;
  readonly inventory?: InventoryResource;
  /** What its settings forbid, whatever its credentials allow. Core keeps to it as well. */
  readonly guards?: Guards;
  /** What a code of the provider means here, for people who met it in a log; `undefined` when nobody knows it. */
  explainError?(providerCode: string): { readonly code: ErrorCode; readonly retryable: boolean } | undefined;
  /** Whose resources it works on, as the cloud tells it now: it may send a request. `undefined` where nothing tells. */
  account?(call: Call): Promise<AccountIdentity | undefined>;
  /** What the account can still get, as far as the fact `account.availability` says that the cloud tells it. Buys and changes nothing. */
  availability?(call: Call): Promise<Availability>;
  /** Frees connections. Calls after it fail. */
  close(): Promise<void>;
}
