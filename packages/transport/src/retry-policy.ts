import type { ErrorCode, NatError, Random } from '@polynat/core';

/** How long failures of one kind are put up with. */
export interface Patience {
  /** Milliseconds before the second try; doubled for each further one. */
  readonly first: number;
  /** Milliseconds a pause never exceeds, unless the cloud asks for more. */
  readonly most: number;
  /** Tries altogether. */
  readonly tries: number;
}

export type RetryPolicy = { readonly [kind in 'load' | 'busy' | 'outage']: Patience };

export const retryPolicy: RetryPolicy = {
  /** The cloud is well and asks for a pause: only the caller's deadline ends that. */
  load: { first: 500, most: 10_000, tries: Number.POSITIVE_INFINITY },
  /** Another change has to finish first. Those of a NAT gateway take from seconds to minutes. */
  busy: { first: 1_000, most: 10_000, tries: Number.POSITIVE_INFINITY },
  /** Something is broken. Four tries ride out a restart or a lost packet within about two seconds; an outage is the caller's to know about. */
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
 * The pause after a try, in milliseconds: doubling, with the upper half left to chance so that callers who failed together do not
 * come back together. A pause the cloud asked for is the least there is, and chance comes on top.
 */
export function pauseAfter(error: NatError, attempt: number, patience: Patience, random: Random): number {
  const step = Math.min(patience.most, patience.first * 2 ** (attempt - 1));
  const chance = (step / 2) * random.fraction();
  if (error.retryAfter === undefined) return Math.round(step / 2 + chance);
  return Math.round(Math.max(error.retryAfter, step / 2) + chance);
}
