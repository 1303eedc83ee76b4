import { type Call, type Clock, NatError, type PollResult } from '@polynat/core';
import type { Verdict } from '../codec/state.ts';
import type { Work } from './receipts.ts';
import type { Sight } from './sights/sight.ts';

export interface Watching {
  readonly clock: Clock;
  readonly call: Call;
  readonly verdictOf: (task: string, call: Call) => Promise<Verdict | undefined>;
  readonly see: () => Promise<Sight>;
}

/** Milliseconds in which work without a task has to show. Such work takes seconds; official tools waited three minutes for it. */
const patience = 180_000;

/**
 * One look at accepted work. Pages disagree about the numbers of a task, so its verdict alone settles nothing: what counts is that
 * the resource shows what was asked for. A task that has failed, by all pages but one, fails the work unless the resource shows it.
 */
export async function settled(work: Work, { clock, call, verdictOf, see }: Watching): Promise<PollResult> {
  const { task, asked } = work;
  const verdict = task === undefined ? undefined : await knownVerdict(task, call, verdictOf);
  if (verdict === 'running') return { type: 'pending', status: `task ${task} running` };
  const sight = await see();
  if (sight.shows) return { type: 'done', value: sight.value };
  if (sight.failed || verdict === 'failed') return { type: 'failed', error: failure(work, verdict, sight) };
  if (task === undefined && clock.now() - asked > patience)
    return { type: 'failed', error: neverShowed(work, sight) };
  const told = verdict === undefined ? '' : `task ${task} ${verdict}, `;
  return { type: 'pending', status: `${told}${sight.seen}` };
}

/** Nothing says how long a task is remembered; one that is forgotten has been carried out long since, or never will be. */
async function knownVerdict(
  task: string,
  call: Call,
  verdictOf: Watching['verdictOf'],
): Promise<Verdict | undefined> {
  try {
    return await verdictOf(task, call);
  } catch (thrown) {
    if (NatError.is(thrown, 'invalid-argument') || NatError.is(thrown, 'not-found')) return undefined;
    throw thrown;
  }
}

function failure({ task }: Work, verdict: Verdict | undefined, { seen }: Sight): NatError {
  const origin = verdict === 'failed' ? `task ${task} failed: ` : '';
  return new NatError('internal', `${origin}${seen}`, {
    remedy: 'the API does not tell why a task fails: look at the resource in the console, or open a ticket',
  });
}

function neverShowed({ refusal }: Work, { seen }: Sight): NatError {
  const because = refusal === undefined ? '' : `; a repetition was refused: ${refusal}`;
  return new NatError(
    'unavailable',
    `the answer was lost, and ${patience / 1000} s later: ${seen}${because}`,
    {
      outcome: 'unknown',
      remedy: 'read the resource before you repeat the call',
    },
  );
}
