import type { Call, NatError } from '@polynat/core';
import type { WireCall, WireRequest, WireResponse } from './wire.ts';

/** One call on its way down the pipeline: what the layers above have decided for those below. */
export interface Exchange<T> {
  readonly wireCall: WireCall<T>;
  readonly call: Call;
  /** 1 for the first. */
  readonly attempt: number;
  /** The idempotency token of this attempt. */
  readonly token: string;
  /** Called before the pause that precedes another attempt. */
  readonly onRetry: (retry: Retry) => void;
  /** Called after an attempt has waited for the rate limit, with the milliseconds. */
  readonly onQueued: (wait: number) => void;
  /** Called after each request, if somebody listens. */
  readonly onAttempt?: (sent: Sent) => void;
}

interface Sent {
  readonly attempt: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly request: WireRequest;
  readonly response?: WireResponse;
  readonly error?: NatError;
}

interface Retry {
  /** The number of the attempt that failed. */
  readonly attempt: number;
  /** Milliseconds until the next. */
  readonly wait: number;
  readonly error: NatError;
}

/** What comes back up. */
export interface Reply<T> {
  readonly value: T;
  readonly status: number;
  readonly requestId: string | undefined;
}

export type Handler = <T>(exchange: Exchange<T>) => Promise<Reply<T>>;

/** The one shape every layer has. The order of layers is the order of an array. */
export type Interceptor = (next: Handler) => Handler;

export const compose = (layers: readonly Interceptor[], innermost: Handler): Handler =>
  layers.reduceRight((next, layer) => layer(next), innermost);
