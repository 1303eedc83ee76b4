import { type ActiveRuns, stopActive } from './active-runs.ts';
import { settledHandle } from './handles.ts';
import { type EngineParts, pickUp, suspendedBy } from './pick-up.ts';
import type { ResumeOptions, RollBackOptions, RunHandle, StateOptions } from './port.ts';
import type { RunLine } from './records.ts';
import { refuseOtherAccount, refuseRollBack, refuseWhileWorking } from './refusals.ts';
import { type FoundRun, refuseIfWorking } from './run-store.ts';
import { statementOf } from './statements.ts';
import { diedTooOften, mostTakeovers } from './takeover-limit.ts';
import { isReady, stillWaits } from './unanswered.ts';

export async function resumeRun(
  parts: EngineParts,
  id: string,
  { accounts, left, by }: StateOptions,
): Promise<RunHandle> {
  const active = await parts.active.working(id);
  if (active) {
    refuseOtherAccount(id, active.run.history, accounts);
    if (left) refuseWhileWorking(id);
    return active.handle;
  }
  const found = await parts.runs.existing(id);
  refuseOtherAccount(id, found.history, accounts);
  return goOn(parts, found, { ...(left && { left }), ...(by !== undefined && { by }) });
}

export async function rollBackRun(
  parts: EngineParts,
  id: string,
  { handled = [], accounts, ...said }: RollBackOptions,
): Promise<RunHandle> {
  const turning = await turningBack(parts.active, id, accounts);
  if (turning) return turning;
  const found = await parts.runs.existing(id);
  if (found.history.status === 'rolled-back') return settledHandle(id, found.history);
  refuseOtherAccount(id, found.history, accounts);
  refuseRollBack(id, found.history, handled);
  const now = parts.services.clock.now();
  const statement = statementOf(id, found.history, { handled, ...said }, now, 'back');
  return pickUp(parts, found, { type: 'rolling-back', handled: [...handled], ...statement });
}

/** The run that is rolled back here already. One that goes forward here is stopped. */
async function turningBack(
  runs: ActiveRuns,
  id: string,
  accounts: ResumeOptions['accounts'],
): Promise<RunHandle | undefined> {
  const active = runs.get(id);
  if (!active) return undefined;
  refuseOtherAccount(id, active.run.history, accounts);
  if (active.run.history.direction === 'back') return active.handle;
  await stopActive(active);
  return undefined;
}

/** From where the run stands in its journal, forward or back. */
export async function goOn(
  parts: EngineParts,
  found: FoundRun,
  said: Pick<StateOptions, 'left' | 'by'> = {},
): Promise<RunHandle> {
  const { ended, turnsBack } = found.history;
  if (ended || (await stillWaits(parts.services, found))) return settledHandle(found.id, found.history);
  const direction = turnsBack ? 'back' : 'forward';
  const statement = statementOf(found.id, found.history, said, parts.services.clock.now(), direction);
  const back: RunLine = { type: 'rolling-back', handled: [], ...statement };
  return pickUp(parts, found, turnsBack ? back : { type: 'resumed', ...statement });
}

/** What a worker does. `undefined` when the run is no longer one to take up. */
export async function takeUpRun(
  parts: EngineParts,
  id: string,
  { accounts }: ResumeOptions,
): Promise<RunHandle | undefined> {
  const found = await parts.runs.existing(id);
  if (parts.active.has(id) || !(await isReady(parts.services, found))) return undefined;
  refuseOtherAccount(id, found.history, accounts);
  const { status, takeovers } = found.history;
  return status === 'working' && takeovers >= mostTakeovers
    ? leaveToPeople(parts, found)
    : goOn(parts, found);
}

/** Suspends a run whose processes die one after the other; the round of the worker names it once. */
async function leaveToPeople({ runs }: EngineParts, found: FoundRun): Promise<never> {
  refuseIfWorking(found);
  const run = await runs.take(found);
  const reason = diedTooOften(found.id);
  await run.record(suspendedBy(reason)).finally(() => run.close());
  throw reason;
}
