import type { Stamp } from '@polynat/adapter-kit';
import type { NatError } from '@polynat/core';
import type { TencentCredentials } from '@polynat/tencent';
import type { WireRequest, WireResponse } from '@polynat/transport';
import type { Service } from '../operations/operation.ts';

/** A request before it is signed. */
export interface Draft {
  readonly action: string;
  readonly service: Service;
  readonly region: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Scheme and host everything goes to, in place of the host of the service. */
  readonly endpoint: string | undefined;
}

/** How one generation of the API travels. */
export interface WireForm {
  /** What shares one allowance of requests. */
  rateFamily(service: Service, action: string): string;
  sign(draft: Draft, stamp: Stamp<TencentCredentials>): WireRequest;
  /** The part of an answer that the schema of its operation reads. */
  unwrap(body: unknown): unknown;
  failureOf(body: unknown, response: WireResponse, operation: string): NatError | undefined;
  /** Whether every answer has a request id. */
  readonly answersWithId: boolean;
  requestIdOf(body: unknown): string | undefined;
}
