import type { NatError, NativeOperation } from '@polynat/core';
import type { Repeat, WireRequest, WireResponse } from '@polynat/transport';
import type * as z from 'zod';

/** A schema by what is used of it: to compare all methods of two schemas would be most of the compiler's work. */
export interface Schema<Output = unknown> extends z.core.$ZodType<Output> {
  parse(input: unknown): Output;
}

/** One operation of a provider's API, as data. An adapter's own tables add what their wire needs, such as a path. */
export interface ApiOperation extends NativeOperation {
  /** How it may be repeated when its outcome is unknown. */
  readonly repeat: Repeat;
  readonly request: Schema<Record<string, unknown>>;
  readonly response: Schema;
  /** Where the list stands in the answer of a listing, such as `data.eipSet`. An answer without it is not taken for an empty list. */
  readonly listing?: string;
}

/** What differs between two attempts of one request. */
export interface Stamp<Keys> {
  readonly keys: Keys;
  /** Milliseconds since 1970, by the clock of the cloud as far as it is known. */
  readonly instant: number;
  /** A UUID. */
  readonly nonce: string;
  /** The idempotency token of this write; `undefined` where the operation takes none. */
  readonly token: string | undefined;
}

/** What differs between two clouds on the wire. */
export interface Protocol<Op extends ApiOperation, Keys> {
  /** The kind of cloud, such as `baidu`. */
  readonly cloud: string;
  /** Names the API in messages, such as "Baidu AI Cloud's NAT API". */
  readonly api: string;
  /** All calls that the cloud counts against one limit share it: `cloud/account/region/family`. */
  rateKey(operation: Op, keys: Keys): string;
  /** Fills in what the caller may leave out, such as the region. */
  complete?(input: unknown): unknown;
  /** Lays a checked request out once; the result signs it anew for each attempt. */
  draft(operation: Op, request: Readonly<Record<string, unknown>>): (stamp: Stamp<Keys>) => WireRequest;
  failureOf(body: unknown, response: WireResponse, operation: Op): NatError | undefined;
  requestIdOf(body: unknown, response: WireResponse): string | undefined;
  /** Every answer of this cloud has a request id: one without is a stranger's, and refused as `protocol`. */
  readonly answersWithId: boolean;
  /** The part of an answer that the operation's schema reads; the whole body where this is left out. */
  unwrap?(body: unknown, response: WireResponse): unknown;
  /** The body of a refusal that is an answer, such as that of a dry run that passed; `undefined` for all others. */
  answerIn?(error: NatError): unknown;
}
