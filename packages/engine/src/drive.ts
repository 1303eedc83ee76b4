import { NatError } from '@polynat/core';
import { OperationFailed, recordFailure } from './failure.ts';
import { type Json, json } from './json.ts';
import type { LiveRun } from './live-run.ts';
import type { Procedure, RunOutcome } from './port.ts';
import { ProcedureContext } from './procedure-context.ts';
import type { RunLine } from './records.ts';
import { rollBack } from './rollback.ts';
import type { Services } from './with-retries.ts';

/** Takes a run as far as this process can: to its end, to a failure, or to a suspension. Never rejects. */
export async function drive(run: LiveRun, services: Services, procedure: Procedure): Promise<RunOutcome> {
  const { begun, direction } = run.history;
  if (direction === 'back') return conclude(run, () => rollBackOf(run, services));
  const outcome = await conclude(run, () => forward(run, services, procedure, begun?.input ?? null));
  if (outcome.state !== 'failed' || begun?.onFailure !== 'roll-back') return outcome;
  return conclude(run, async () => {
    await run.record({ type: 'rolling-back', handled: [] });
    return rollBackOf(run, services);
  });
}

async function forward(
  run: LiveRun,
  services: Services,
  procedure: Procedure,
  input: Json,
): Promise<RunLine> {
  let output: Json;
  try {
    output = await procedure(new ProcedureContext(run, services), input);
  } catch (thrown) {
    return { type: 'halted', failure: recordFailure(thrown), operations: failedOperations(thrown) };
  }
  return { type: 'finished', output: json(output, 'output') };
}

function rollBackOf(run: LiveRun, services: Services): Promise<RunLine | undefined> {
  return run.guard(() => rollBack(run, services));
}

/** Whichever comes first, the end of the work or a halt; then waits until nothing is under way, and notes it. */
async function conclude(run: LiveRun, work: () => Promise<RunLine | undefined>): Promise<RunOutcome> {
  const working = work().catch((error: unknown) => run.suspend(error));
  const ending = await Promise.race([working, run.halt()]);
  await run.idle();
  const line = ending ?? waits(run);
  return (line && (await note(run, line))) || suspended(run);
}

/** What was under way may have lost the run in the meantime. */
function waits({ waiting, suspended, inDoubt }: LiveRun): RunLine | undefined {
  if (!waiting || suspended) return undefined;
  return { type: 'waiting', name: waiting.name, ...(inDoubt && { inDoubt }) };
}

async function note(run: LiveRun, ending: RunLine): Promise<RunOutcome | undefined> {
  try {
    await run.record(ending);
  } catch (error) {
    run.suspend(error);
    return undefined;
  }
  return run.history.outcome;
}

/** A lost lease or a full disk cannot be noted; then the next process finds the run without a live owner, which means the same. */
async function suspended(run: LiveRun): Promise<RunOutcome> {
  const reason = run.suspended ?? recordFailure(new NatError('internal', 'the run came to no end'));
  const left = { reason, ...(run.takeOver && { takeOver: true as const }) };
  await run.record({ type: 'suspended', ...left }).catch(() => undefined);
  return { state: 'suspended', ...left };
}

/** The operations a later `resume` tries again: those whose failure ended the run, also when it was wrapped on the way. */
function failedOperations(thrown: unknown): string[] {
  if (thrown instanceof OperationFailed) return thrown.failures.map(({ name }) => name);
  return thrown instanceof Error && thrown.cause !== undefined ? failedOperations(thrown.cause) : [];
}
