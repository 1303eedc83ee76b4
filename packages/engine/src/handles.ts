import { EventLog } from './event-log.ts';
import type { LiveRun } from './live-run.ts';
import type { RunHandle, RunOutcome } from './port.ts';
import type { RunHistory, Step } from './run-history.ts';

export function liveHandle(run: LiveRun, outcome: Promise<RunOutcome>): RunHandle {
  return { id: run.id, wait: () => outcome, events: () => run.events.read() };
}

/** For a run that waits for a decision or has ended: its events tell what was recorded. */
export function settledHandle(id: string, history: RunHistory): RunHandle {
  const outcome = history.settledOutcome();
  const log = new EventLog();
  for (const step of history.inOrder()) tell(log, step);
  log.emit({ type: 'settled', outcome });
  return { id, wait: async () => outcome, events: () => log.read() };
}

function tell(log: EventLog, { name, kind, state, result, failure }: Step): void {
  if (failure) log.emit({ type: 'failed', name, kind, failure, replayed: true });
  if (result !== undefined) log.emit({ type: 'done', name, kind, result, replayed: true });
  if (state === 'undone') log.emit({ type: 'undone', name, kind });
}
