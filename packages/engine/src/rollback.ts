import { NatError } from '@polynat/core';
import type { RecordedFailure } from './failure.ts';
import type { Json } from './json.ts';
import type { LiveRun } from './live-run.ts';
import { handlerOf, learnOutcome, operationContext } from './perform.ts';
import type { Leftover, OperationContext, OperationHandler } from './port.ts';
import type { RunLine } from './records.ts';
import type { Step } from './run-history.ts';
import { StepTracer } from './step-tracer.ts';
import { undoToken } from './token.ts';
import { type Services, withRetries } from './with-retries.ts';

/** Undoes one operation after the other, last started first, and stops at the first that cannot be undone. */
export async function rollBack(run: LiveRun, services: Services): Promise<RunLine | undefined> {
  for (const step of run.history.inOrder().toReversed()) {
    if (run.suspended) return undefined;
    if (!mayNeedUndoing(step, services)) continue;
    const failure = await undo(run, services, step);
    if (failure) return { type: 'rollback-failed', failure, left: leftovers(run, services) };
  }
  return { type: 'rolled-back' };
}

async function undo(run: LiveRun, services: Services, step: Step): Promise<RecordedFailure | undefined> {
  const { name, kind } = step;
  const handler = handlerOf(services, kind);
  const tracer = new StepTracer(services.clock);
  let learnt: Json | undefined;
  const tried = await withRetries(run, services, name, async (attempt) => {
    tracer.beginTry(attempt);
    run.emit({ type: 'undoing', name, kind, attempt });
    const context = operationContext(run, name, attempt, true, tracer);
    const token = undoToken(run.id, name, run.history.generation(name));
    learnt = step.state === 'done' ? step.result : await learnResult(handler, step, context);
    await undoOnce(handler, step, learnt, { ...context, token });
  });
  if ('failure' in tried) {
    run.emit({ type: 'undo-failed', name, kind, failure: tried.failure });
    return tried.failure;
  }
  const { endedAt, ...trace } = tracer.end();
  const result = step.result === undefined && learnt !== undefined ? { result: learnt } : {};
  await run.record({ type: 'undone', name, at: endedAt, ...trace, ...result });
  run.emit({ type: 'undone', name, kind });
  return undefined;
}

async function undoOnce(
  handler: OperationHandler,
  step: Step,
  result: Json | undefined,
  context: OperationContext,
): Promise<void> {
  if (result === undefined) return;
  try {
    await handler.undo?.(step.args, result, context);
  } catch (error) {
    if (!NatError.is(error, 'not-found')) throw error;
  }
}

/** What an operation of unknown outcome left behind, if anything. Guessing could delete, or leave behind, what costs money. */
async function learnResult(
  handler: OperationHandler,
  step: Step,
  context: OperationContext,
): Promise<Json | undefined> {
  const { name, accepted } = step;
  if (handler.probe || (accepted && handler.complete)) return learnOutcome(handler, step, accepted, context);
  throw new NatError('failed-precondition', `outcome of ${name} is unknown and cannot be checked`, {
    remedy: `look for it in the cloud, undo it by hand, then \`polynat rollback ${context.run} --handled ${name} --by <your name>\``,
  });
}

function mayNeedUndoing(step: Step, services: Services): boolean {
  if (step.state === 'undone') return false;
  if (step.state === 'failed' && step.failure?.outcome === 'none') return false;
  return handlerOf(services, step.kind).undo !== undefined;
}

function leftovers(run: LiveRun, services: Services): Leftover[] {
  const left = run.history.inOrder().filter((step) => mayNeedUndoing(step, services));
  return left.map(({ name, kind, args, result, accepted }) => ({
    name,
    kind,
    args,
    ...(result !== undefined && { result }),
    ...(accepted && { accepted }),
  }));
}
