import { stopActive, stopped } from './active-runs.ts';
import { announce } from './announcing.ts';
import { type EngineParts, suspendedBy } from './pick-up.ts';
import type { RunOutcome } from './port.ts';
import { type FoundRun, type RunStore, refuseIfWorking } from './run-store.ts';

/** A run that no worker is at; one that a worker would take up is kept from it. */
export async function stopIdle({ runs }: EngineParts, id: string): Promise<RunOutcome> {
  const found = await runs.existing(id);
  refuseIfWorking(found);
  return found.history.free ? keepFromWorkers(runs, found) : found.history.settledOutcome();
}

async function keepFromWorkers(runs: RunStore, found: FoundRun): Promise<RunOutcome> {
  const run = await runs.take(found);
  const { free } = run.history;
  await (free ? run.record(suspendedBy(stopped())) : Promise.resolve()).finally(() => run.close());
  return run.history.settledOutcome();
}

export async function unlockRun(
  { runs, active, session }: EngineParts,
  id: string,
  force: boolean,
): Promise<void> {
  const working = active.get(id);
  if (working && force) await stopActive(working);
  const found = await runs.existing(id);
  if (!force) refuseIfWorking(found);
  if (found.history.ended) return;
  const run = await runs.take(found);
  await (run.history.ended ? run.close() : run.record({ type: 'unlocked' }).finally(() => run.close()));
  await announce(session);
}
