import type { ErrorCode, NatError, Random } from '@polynat/core';

/** How failures of one kind are retried. */
export interface Backoff {
  /** Milliseconds before the second attempt; doubled for each further one. */
  readonly first: number;
  /** Milliseconds a pause never exceeds, unless the cloud asks for more. */
  readonly most: number;
  /** Attempts altogether. */
  readonly tries: number;
}

export type RetryPolicy = { readonly [kind in 'load' | 'busy' | 'outage']: Backoff };

export const retryPolicy: RetryPolicy = {
  /** The cloud is well and throttles. Only the caller's deadline ends that; the rate limiter slows the key down beside it. */
  load: { first: 500, most: 2_000, tries: Number.POSITIVE_INFINITY },
  /** Another change has to finish first. Those of a NAT gateway take from seconds to minutes. */
  busy: { first: 1_000, most: 10_000, tries: Number.POSITIVE_INFINITY },
  /** Something is broken. Four attempts ride out a restart or a lost packet within about two seconds; the caller must hear of an outage. */
  outage: { first: 200, most: 5_000, tries: 4 },
};

const kinds: { readonly [code in ErrorCode]?: keyof RetryPolicy } = {
  throttled: 'load',
  busy: 'busy',
  conflict: 'busy',
  'failed-precondition': 'busy',
};

export const kindOf = (error: NatError): keyof RetryPolicy => kinds[error.code] ?? 'outage';

/**
 * The pause after an attempt, in milliseconds: doubling, with the upper half left to chance so that callers who failed together do not
 * come back together. A pause the cloud asked for is the least there is, and chance comes on top.
 */
export function pauseAfter(error: NatError, attempt: number, backoff: Backoff, random: Random): number {
  const step = Math.min(backoff.most, backoff.first * 2 ** (attempt - 1));
  const chance = (step / 2) * random.fraction();
  if (error.retryAfter === undefined) return Math.round(step / 2 + chance);
  return Math.round(Math.max(error.retryAfter, step / 2) + chance);
}

/** As the AWS SDKs count: an outage may cost a hundred retries, then one for every five calls that succeed at once. */
const capacity = 500;
const costOfRetry = 5;
const earned = 1;

/**
 * What retries may cost, for each rate key. Without it an outage would multiply the load of every caller by the number of attempts,
 * just when the cloud can bear it least.
 */
export class RetryBudget {
  readonly #left = new Map<string, number>();

  /** Whether a retry may be made; if so, it is paid for. */
  spend(key: string): boolean {
    const left = this.#left.get(key) ?? capacity;
    if (left < costOfRetry) return false;
    this.#left.set(key, left - costOfRetry);
    return true;
  }

  /** A call that succeeded gives back what its last retry cost, or earns a little when it needed none. */
  succeeded(key: string, retried: boolean): void {
    const left = this.#left.get(key);
    if (left === undefined) return;
    const restored = left + (retried ? costOfRetry : earned);
    if (restored >= capacity) this.#left.delete(key);
    else this.#left.set(key, restored);
  }
}
