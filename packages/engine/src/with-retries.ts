import { type Clock, minutes, type Random, seconds } from '@polynat/core';
import type { Answers } from './answers.ts';
import { type RecordedFailure, recordFailure } from './failure.ts';
import type { LiveRun } from './live-run.ts';
import type { OperationHandler } from './port.ts';

export interface Services {
  readonly clock: Clock;
  readonly random: Random;
  /** How often an operation is tried when its failures are retryable. */
  readonly attempts: number;
  readonly handlers: ReadonlyMap<string, OperationHandler>;
  readonly answers: Answers;
}

export type Tried<T> = { readonly value: T } | { readonly failure: RecordedFailure };

const firstPause = seconds(1);
const longestPause = seconds(30);
/** A cloud that asks for more is asked again by then: an absurd figure, such as a date in the far future, must not hold a run for ever. */
const longestAsked = minutes(5);

/**
 * Tries until it works, fails for good, or has failed often enough. What fails after the run was suspended may fail because of it:
 * that is rethrown, not taken for a failure of the operation. Another process may have taken over during a pause, so the lease is
 * confirmed before each further try.
 */
export async function withRetries<T>(
  run: LiveRun,
  services: Services,
  name: string,
  once: (attempt: number) => Promise<T>,
): Promise<Tried<T>> {
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) await run.confirm();
    // What was stopped while its first line was being written has not been started.
    if (run.suspended) throw run.signal.reason;
    const tried = await tryOnce(run, () => once(attempt));
    if ('value' in tried || !tried.failure.retryable || attempt >= services.attempts) return tried;
    const wait = pause(attempt, tried.failure, services.random);
    run.emit({ type: 'retrying', name, failure: tried.failure, wait });
    await services.clock.sleep(wait, run.signal);
  }
}

async function tryOnce<T>(run: LiveRun, once: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await once() };
  } catch (error) {
    if (run.suspended) throw error;
    return { failure: recordFailure(error) };
  }
}

/** Doubles, with jitter between half and all of it, and is no shorter than the cloud asked for, within reason. */
function pause(attempt: number, { retryAfter = 0 }: RecordedFailure, random: Random): number {
  const full = Math.min(longestPause, firstPause * 2 ** (attempt - 1));
  return Math.max(Math.min(retryAfter, longestAsked), Math.round(full * (0.5 + random.fraction() / 2)));
}
