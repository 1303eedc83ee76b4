import type { NatError } from '@polynat/core';
import type { WireRequest, WireResponse } from '@polynat/transport';
import type { Service } from '../operations/operation.ts';
import type { TencentBmCredentials } from '../signer.ts';

/** A request before it is signed. */
export interface Draft {
  readonly action: string;
  readonly service: Service;
  readonly region: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Scheme and host everything goes to, in place of the host of the service. */
  readonly endpoint: string | undefined;
}

/** What differs between two tries of one request. */
export interface Stamp {
  readonly credentials: TencentBmCredentials;
  /** Milliseconds since 1970, by the clock of the cloud as far as it is known. */
  readonly instant: number;
  /** A UUID. */
  readonly nonce: string;
}

/** How one generation of the API travels. */
export interface Protocol {
  /** What shares one allowance of requests. */
  rateFamily(service: Service, action: string): string;
  sign(draft: Draft, stamp: Stamp): WireRequest;
  /** The part of an answer that the schema of its operation reads. */
  unwrap(body: unknown): unknown;
  failureOf(body: unknown, response: WireResponse, operation: string): NatError | undefined;
  requestIdOf(body: unknown): string | undefined;
}
