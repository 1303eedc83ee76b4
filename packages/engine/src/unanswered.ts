import { slotOf } from './answers.ts';
import type { GivenAnswer } from './records.ts';
import type { RunHistory } from './run-history.ts';
import type { FoundRun } from './run-store.ts';
import type { Services } from './with-retries.ts';

type Asking = Pick<Services, 'answers' | 'clock'>;

/** What was said to a run that waits, and that it has not looked at yet. */
export async function answerTo(
  { answers }: Pick<Asking, 'answers'>,
  id: string,
  history: RunHistory,
): Promise<GivenAnswer | undefined> {
  const { waitsFor } = history;
  return waitsFor === undefined ? undefined : answers.find(slotOf(id, history, waitsFor));
}

/** Whether taking the run up would change nothing: neither an answer nor the deadline is there. */
export async function stillWaits(asking: Asking, { id, history }: FoundRun): Promise<boolean> {
  const { outcome } = history;
  if (outcome?.state !== 'waiting') return false;
  if (outcome.until !== undefined && outcome.until <= asking.clock.now()) return false;
  return (await answerTo(asking, id, history)) === undefined;
}

/** Whether a worker may take the run up: it is free, or what it waited for is there. */
export async function isReady(asking: Asking, found: FoundRun): Promise<boolean> {
  const { free, status } = found.history;
  return free || (status === 'waiting' && !(await stillWaits(asking, found)));
}
