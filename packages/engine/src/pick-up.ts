import type { ActiveRuns } from './active-runs.ts';
import { recordFailure } from './failure.ts';
import { settledHandle } from './handles.ts';
import type { LiveRun } from './live-run.ts';
import { takeLocks } from './locks.ts';
import type { RunHandle } from './port.ts';
import type { RunLine } from './records.ts';
import type { Registry } from './registry.ts';
import { type FoundRun, type RunStore, refuseIfWorking } from './run-store.ts';
import type { JournalSession } from './store.ts';
import type { Services } from './with-retries.ts';

/** What the parts of an engine share. */
export interface EngineParts {
  readonly session: JournalSession;
  readonly runs: RunStore;
  readonly active: ActiveRuns;
  readonly registry: Registry;
  readonly services: Services;
}

/** Takes the lease, then the locks, then works. */
export async function pickUp(parts: EngineParts, found: FoundRun, first: RunLine): Promise<RunHandle> {
  refuseIfWorking(found);
  const begun = first.type === 'begun' ? first : found.history.begun;
  const procedure = parts.registry.procedure(begun?.procedure ?? '', begun?.version ?? 0);
  const run = await parts.runs.take(found);
  if (run.history.ended) {
    await run.close();
    return settledHandle(run.id, run.history);
  }
  await open(parts, run, first);
  return parts.active.work(run, procedure);
}

/** A new run that cannot have its locks is as if it had never been, one that was queued stays so; any other is suspended. */
async function open({ session, runs }: EngineParts, run: LiveRun, first: RunLine): Promise<void> {
  const queued = run.history.status === 'queued';
  try {
    await run.record(first);
    if (run.history.locked) return;
    await takeLocks(run, session, runs);
    await run.record({ type: 'locked' });
  } catch (error) {
    const left: RunLine = queued ? { type: 'queued' } : suspendedBy(error);
    await run.record(first.type === 'begun' ? { type: 'refused' } : left).catch(() => undefined);
    await run.close();
    throw error;
  }
}

export function suspendedBy(error: unknown): RunLine {
  return { type: 'suspended', reason: recordFailure(error) };
}
