import { homedir } from 'node:os';
import {
  type Clock,
  type CredentialSource,
  type Expiring,
  minutes,
  NatError,
  seconds,
  systemClock,
} from '@polynat/core';
import type { CredentialDefinition } from './definition.ts';
import { type Fetch, fetchFrom, type Surroundings } from './source.ts';

/** Credentials are fetched again this long before they expire, so that no request arrives with expired ones. */
const refreshAhead = minutes(5);
/** While the old credentials are valid, a source that failed is not asked again for so long: it may have failed under load. */
const askAgainAfter = seconds(10);
/** Without this timeout, calls would wait past their deadlines for a function that never answers. */
const answerWithin = seconds(30);

/**
 * The credentials of each attempt: fetched once for all callers, kept until shortly before they expire, then fetched again. While the
 * old ones are still valid, calls use them and do not wait.
 */
export function resolveCredentials<C extends object>(
  definition: CredentialDefinition<C>,
  source: CredentialSource<C>,
  { clock = systemClock, ...surroundings }: Partial<Surroundings> & { readonly clock?: Clock } = {},
): () => Promise<C> {
  const fetch = fetchFrom(definition, source, {
    environment: process.env,
    home: homedir(),
    whose: 'this cloud',
    ...surroundings,
  });
  let held: (C & Expiring) | undefined;
  let underWay: Promise<C> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;

  const refresh = async (): Promise<C> => {
    try {
      held = await inTime(fetch, clock);
      return held;
    } catch (thrown) {
      failedAt = clock.now();
      throw thrown;
    } finally {
      underWay = undefined;
    }
  };

  return async () => {
    const left = (held?.expires ?? Number.POSITIVE_INFINITY) - clock.now();
    if (held && left > refreshAhead) return held;
    const sinceFailure = clock.now() - failedAt;
    if (held && left > 0 && sinceFailure >= 0 && sinceFailure < askAgainAfter) return held;
    underWay ??= refresh();
    if (!held || left <= 0) return underWay;
    underWay.catch(() => undefined);
    return held;
  };
}

async function inTime<C>(fetch: Fetch<C>, clock: Clock): Promise<C & Expiring> {
  const answered = new AbortController();
  const late = clock.sleep(answerWithin, answered.signal).then(() => {
    throw new NatError('unauthenticated', `no credentials within ${answerWithin / 1_000} s`, {
      remedy: 'return credentials sooner from the function given as `credentials`',
    });
  });
  try {
    return await Promise.race([fetch(), late]);
  } finally {
    answered.abort();
  }
}
