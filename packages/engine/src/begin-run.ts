import { NatError } from '@polynat/core';
import { announce } from './announcing.ts';
import { goOn } from './go-on.ts';
import { settledHandle } from './handles.ts';
import { type Json, json } from './json.ts';
import { type EngineParts, pickUp } from './pick-up.ts';
import type { RunHandle, StartOptions } from './port.ts';
import type { LineOf } from './records.ts';
import { refuseOther } from './refusals.ts';
import { refuseIfWorking } from './run-store.ts';

export type Begun = LineOf<'begun'>;

export function beginningOf(
  { registry, services }: EngineParts,
  procedure: string,
  input: Json,
  { locks = [], onFailure = 'stop', accounts }: StartOptions,
): Begun {
  const version = registry.latest(procedure);
  const at = services.clock.now();
  const named = { procedure, version, input: json(input, 'input'), locks: [...new Set(locks)].sort() };
  return { type: 'begun', ...named, onFailure, at, ...(accounts && { accounts }) };
}

/** Starting again decides nothing: a run whose work or rollback failed stays what it is until somebody resumes it or rolls it back. */
export async function startRun(parts: EngineParts, id: string, begun: Begun): Promise<RunHandle> {
  const active = await parts.active.working(id);
  if (active) {
    refuseOther(id, active.run.history, begun);
    return active.handle;
  }
  const found = await parts.runs.find(id);
  if (found.history.status === 'absent') return pickUp(parts, found, begun);
  refuseOther(id, found.history, begun);
  return found.history.awaitsDecision ? settledHandle(id, found.history) : goOn(parts, found);
}

/** The run is there once its line is: a worker may have taken it up before this process knows so. */
export async function enqueueRun({ runs, session }: EngineParts, id: string, begun: Begun): Promise<void> {
  const found = await runs.find(id);
  if (found.history.status !== 'absent') return refuseOther(id, found.history, begun);
  refuseIfWorking(found);
  const run = await runs.take(found);
  try {
    if (run.history.status !== 'absent') return refuseOther(id, run.history, begun);
    await run.record(begun);
    await run.record({ type: 'queued' });
  } catch (error) {
    const { history } = NatError.is(error, 'conflict') ? await runs.find(id) : { history: undefined };
    if (!history || history.status === 'absent') throw error;
    refuseOther(id, history, begun);
  } finally {
    await run.close();
    await announce(session);
  }
}
