import type { Clock, Random } from '../clock.ts';
import type { Pacing, PollResult } from '../driver.ts';
import { NatError } from '../errors.ts';

export interface PollOptions<T> {
  /** What is being waited for, in words that end a sentence. */
  readonly what: string;
  readonly poll: () => Promise<PollResult<T>>;
  readonly pacing: Pacing;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly onPending?: (seen: string, step: string | undefined) => void;
}

const growth = 1.5;
const jitter = 0.1;

/** The only waiting loop there is: looks until done, fails fast on failure, and a timeout tells what it saw on the way. */
export async function waitUntil<T>(watch: PollOptions<T>): Promise<T> {
  const { pacing, clock, signal } = watch;
  const history: string[] = [];
  const started = clock.now();
  let pause = pacing.every;
  if (pacing.first > 0) await rest(pacing.first, watch);
  for (;;) {
    if (signal.aborted) throw NatError.aborted(signal.reason);
    const look = await lookOnce(watch, history.at(-1));
    if (look.type === 'done') return look.value;
    if (look.type === 'failed') throw look.error;
    watch.onPending?.(look.status, look.step);
    if (history.at(-1) !== look.status) history.push(look.status);
    if (clock.now() >= watch.deadline) throw tooLate(watch, history, clock.now() - started);
    await rest(pause, watch);
    pause = Math.min(pause * growth, pacing.most);
  }
}

/**
 * A look that fails for a passing reason counts as seen, not as the end: the work itself may be fine. One that found no time left has
 * seen nothing new, since the last look falls right on the deadline.
 */
async function lookOnce<T>(
  { poll: look, clock, deadline }: PollOptions<T>,
  last: string | undefined,
): Promise<PollResult<T>> {
  try {
    return await look();
  } catch (thrown) {
    const error = NatError.from(thrown);
    if (!error.retryable && error.code !== 'timeout') throw error;
    const late = error.code === 'timeout' && clock.now() >= deadline;
    return { type: 'pending', status: late && last !== undefined ? last : error.message };
  }
}

/** Never sleeps past the deadline, so that the last look happens right at it. */
function rest(
  milliseconds: number,
  { clock, random, signal, deadline }: PollOptions<unknown>,
): Promise<void> {
  const wanted = milliseconds * (1 + jitter * (2 * random.fraction() - 1));
  return clock.sleep(Math.max(0, Math.min(wanted, deadline - clock.now())), signal);
}

function tooLate({ what }: PollOptions<unknown>, history: readonly string[], waited: number): NatError {
  const seen = history.length === 0 ? 'nothing' : history.join(' → ');
  return new NatError('timeout', `waited ${Math.round(waited / 1000)} s for ${what}; saw ${seen}`, {
    outcome: 'unknown',
    remedy: 'the work goes on in the cloud: look at the resource, or wait again with a larger `within`',
  });
}
