import { NatError, type OperationRecord } from '@polynat/core';
import { type AcceptedOperation, acceptedBy, asAccepted, lostSight } from './accepted.ts';
import type { FailedOperation, RecordedFailure } from './failure.ts';
import { type Json, json, same } from './json.ts';
import type { LiveRun } from './live-run.ts';
import type { Operation, OperationContext, OperationHandler } from './port.ts';
import type { Trace } from './records.ts';
import type { Step } from './run-history.ts';
import { StepTracer } from './step-tracer.ts';
import { operationToken } from './token.ts';
import { type Services, type Tried, withRetries } from './with-retries.ts';

export type Performed = { readonly result: Json } | { readonly failed: FailedOperation };

/** What came of it earlier, or what comes of it now. Rejects only with trouble of the engine. */
export async function perform(
  run: LiveRun,
  services: Services,
  operation: Operation,
  inDoubt: boolean,
): Promise<Performed> {
  const step = run.history.steps.get(operation.name);
  if (step) refuseChange(step, operation);
  const replayed = step && replay(run, step);
  if (replayed) return replayed;
  const performed = await performNow(run, services, operation, inDoubt, step);
  run.inDoubt = false;
  return performed;
}

function replay(run: LiveRun, { name, kind, state, result, failure }: Step): Performed | undefined {
  if (state === 'done' && result !== undefined) {
    run.emit({ type: 'done', name, kind, result, replayed: true });
    return { result };
  }
  if (state !== 'failed' || !failure) return undefined;
  run.emit({ type: 'failed', name, kind, failure, replayed: true });
  return { failed: { name, kind, failure } };
}

async function performNow(
  run: LiveRun,
  services: Services,
  operation: Operation,
  inDoubt: boolean,
  step: Step | undefined,
): Promise<Performed> {
  const { name, kind, args } = operation;
  const handler = handlerOf(services, kind);
  const order = step?.order ?? run.takeOrder();
  const resumed = step !== undefined || (inDoubt && !isTracked(handler));
  if (!step && isTracked(handler))
    await run.record({ type: 'intended', name, kind, args, order, at: services.clock.now() });
  else await run.confirm();
  const tracer = new StepTracer(services.clock);
  const tried = await tryOperation(run, services, operation, handler, resumed, step?.accepted, tracer);
  const trace = tracer.end();
  if ('failure' in tried) return fail(run, operation, order, tried.failure, trace);
  const result = json(tried.value, `result of ${name}`);
  await run.record({ type: 'done', name, kind, args, order, result, trace });
  run.emit({ type: 'done', name, kind, result, replayed: false });
  return { result };
}

async function fail(
  run: LiveRun,
  operation: Operation,
  order: number,
  failure: RecordedFailure,
  trace: Trace,
): Promise<Performed> {
  const { name, kind } = operation;
  await run.record({ type: 'failed', ...operation, order, failure, trace });
  run.emit({ type: 'failed', name, kind, failure, replayed: false });
  return { failed: { name, kind, failure } };
}

/**
 * An operation that could be lost from sight is noted before it starts: where the cloud takes no token it must be looked for
 * before it is repeated, and where it can be undone a rollback must know that it may have happened.
 */
function isTracked(handler: OperationHandler): boolean {
  return handler.probe !== undefined || handler.undo !== undefined;
}

/** `uncertain`: an earlier try may have taken effect without our learning it. */
async function tryOperation(
  run: LiveRun,
  services: Services,
  operation: Operation,
  handler: OperationHandler,
  resumed: boolean,
  acceptedBefore: AcceptedOperation | undefined,
  tracer: StepTracer,
): Promise<Tried<Json>> {
  const { name, kind, args } = operation;
  let uncertain = resumed;
  let accepted = acceptedBefore;
  const tried = await withRetries(run, services, name, async (attempt) => {
    tracer.beginTry(attempt);
    const context = operationContext(run, name, attempt, resumed, tracer);
    run.emit({ type: 'started', name, kind, attempt, resumed });
    const found = uncertain ? await learnOutcome(handler, operation, accepted, context) : undefined;
    if (found !== undefined) return found;
    if (handler.probe) uncertain = false;
    try {
      return await handler.run(args, context);
    } catch (error) {
      tracer.noteError(error);
      accepted = acceptedBy(error) ?? run.history.steps.get(name)?.accepted ?? accepted;
      uncertain ||= accepted !== undefined || mayHaveHappened(error);
      throw error;
    }
  });
  if ('value' in tried || !uncertain) return tried;
  const found = await lookAgain(run, services, operation, handler, accepted, tracer);
  if (found !== undefined) return { value: found };
  return { failure: { ...tried.failure, outcome: 'unknown', ...(accepted && { accepted }) } };
}

/**
 * What came of an earlier try: its result, or `undefined` when it came to nothing. After the cloud had accepted the order, only
 * `complete` can say that nothing of it is left.
 */
export async function learnOutcome(
  { probe, complete }: OperationHandler,
  { name, args }: Pick<Operation, 'name' | 'args'>,
  accepted: AcceptedOperation | undefined,
  context: OperationContext,
): Promise<Json | undefined> {
  const { stated } = context;
  if (accepted && complete && !stated) return complete(args, accepted, context);
  if (!probe) return undefined;
  const found = await probe(args, context);
  if (found === undefined && accepted) throw lostSight(context.run, name, accepted);
  return found;
}

/** Before a failure without a clear outcome is recorded, the cloud is asked once more. */
async function lookAgain(
  run: LiveRun,
  services: Services,
  operation: Operation,
  handler: OperationHandler,
  accepted: AcceptedOperation | undefined,
  tracer: StepTracer,
): Promise<Json | undefined> {
  const { name } = operation;
  const looked = await withRetries(run, services, name, (attempt) =>
    learnOutcome(handler, operation, accepted, operationContext(run, name, attempt, true, tracer)),
  );
  return 'value' in looked ? looked.value : undefined;
}

/** Only a `NatError` can say that nothing happened; any other error says nothing about it. */
function mayHaveHappened(error: unknown): boolean {
  return !NatError.is(error) || error.outcome === 'unknown';
}

export function operationContext(
  run: LiveRun,
  name: string,
  attempt: number,
  resumed: boolean,
  { noteRequest }: StepTracer,
): OperationContext {
  const stated = run.history.steps.get(name)?.stated;
  return {
    ...(stated && { stated }),
    run: run.id,
    operation: name,
    token: operationToken(run.id, name, run.history.generation(name)),
    attempt,
    resumed,
    since: run.history.since(name),
    undoing: run.history.direction === 'back',
    signal: run.signal,
    beforeSend: () => run.requireLease(),
    noteRequest,
    noteAccepted: (accepted) => noteAccepted(run, name, accepted),
    progress: (note) => run.emit({ type: 'progress', name, note: json(note, `progress of ${name}`) }),
  };
}

/** Only what is under way can have been accepted; an operation without a line of its own is safe to repeat. */
async function noteAccepted(run: LiveRun, name: string, operation: OperationRecord): Promise<void> {
  const isUnderWay = run.history.steps.get(name)?.state === 'started';
  if (run.history.direction === 'back' || !isUnderWay) return;
  await run.watch(run.record({ type: 'accepted', name, accepted: asAccepted(operation) }));
}

export function handlerOf({ handlers }: Services, kind: string): OperationHandler {
  const handler = handlers.get(kind);
  if (handler) return handler;
  throw new NatError('failed-precondition', `no handler is registered for operations of kind ${kind}`, {
    remedy: `register one with engine.operation('${kind}', …), then resume the run`,
  });
}

/** The token promises the cloud the same arguments, so a replay that asks for something else must not go on. */
function refuseChange(step: Step, { name, kind, args }: Operation): void {
  if (step.kind === kind && same(step.args, args)) return;
  throw new NatError('failed-precondition', `operation ${name} is not what the journal says it was`, {
    field: name,
    remedy: 'register the procedure the run was started with; give a changed procedure a new version',
  });
}
