import { check, NatError } from '@polynat/core';
import { slotOf } from './answers.ts';
import { recordFailure } from './failure.ts';
import type { LiveRun } from './live-run.ts';
import type { GivenAnswer, LineOf } from './records.ts';
import type { Answer, WaitOptions } from './waiting.ts';
import type { Services } from './with-retries.ts';

/** The answer, `undefined` when its time has run out; without either the run begins to wait, and nothing is returned to the procedure. */
export async function awaitAnswer<T>(
  run: LiveRun,
  services: Services,
  name: string,
  wait: WaitOptions<T>,
): Promise<Answer<T> | undefined> {
  const asked = await ask(run, services, name, wait);
  for (;;) {
    const end = run.history.waits.endOf(name);
    if (end?.state === 'expired') return undefined;
    if (end) return { value: readAgain(wait, name, end.value), by: end.by, at: end.at };
    const given = await lookFor(run, services, asked);
    if (!given) {
      run.waitFor(run.history.waits.describe(name));
      return undefined;
    }
    await take(run, given, wait);
  }
}

/** The deadline counts from the moment at which the procedure first came here. */
async function ask<T>(
  run: LiveRun,
  { clock }: Services,
  name: string,
  { within }: WaitOptions<T>,
): Promise<LineOf<'asked'>> {
  const before = run.history.waits.asked(name);
  if (before) return before;
  if (within !== undefined && !(Number.isFinite(within) && within >= 0))
    throw new NatError('invalid-argument', 'needs a number of milliseconds', { field: `${name}.within` });
  const at = clock.now();
  const asked: LineOf<'asked'> = {
    ...{ type: 'asked', name, at },
    ...(within !== undefined && { until: at + within }),
  };
  await run.record(asked);
  return asked;
}

async function lookFor(
  run: LiveRun,
  { answers, clock }: Services,
  { name, until }: LineOf<'asked'>,
): Promise<GivenAnswer | undefined> {
  const slot = slotOf(run.id, run.history, name);
  const now = clock.now();
  if (until === undefined || now < until) return answers.find(slot);
  return answers.give(slot, { run: run.id, name, expired: true, at: now });
}

/** A procedure never sees an answer that does not fit. */
async function take<T>(run: LiveRun, given: GivenAnswer, wait: WaitOptions<T>): Promise<void> {
  const { name, at } = given;
  if ('expired' in given) {
    await run.record({ type: 'expired', name, at });
    run.emit({ type: 'answered', name, state: 'expired', at });
    return;
  }
  const { value, by } = given;
  const refusal = refusalOf(wait, given);
  if (refusal) {
    const failure = recordFailure(refusal);
    await run.record({ type: 'answer-refused', name, value, by, at, failure });
    run.emit({ type: 'answered', name, state: 'refused', value, by, at, failure });
    return;
  }
  await run.record({ type: 'answered', name, value, by, at });
  run.emit({ type: 'answered', name, state: 'taken', value, by, at });
}

function refusalOf<T>(
  { schema }: WaitOptions<T>,
  { name, value }: { name: string; value: unknown },
): unknown {
  try {
    check(schema, value, `the answer to ${name}`);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** It fitted when it was taken, so a schema that refuses it now is not the one of the run's procedure. */
function readAgain<T>({ schema }: WaitOptions<T>, name: string, value: unknown): T {
  try {
    return check(schema, value, `the answer to ${name}`);
  } catch (cause) {
    throw new NatError('failed-precondition', `the answer to ${name} no longer fits its schema`, {
      field: name,
      remedy: 'register the procedure the run was started with; give a changed procedure a new version',
      cause,
    });
  }
}
