import type { AuditLog } from '@polynat/access';
import { type Clock, type Clouds, NatError, type Operation } from '@polynat/core';
import {
  type Engine,
  type Json,
  json,
  type OperationContext,
  type OperationHandler,
  type Procedure,
} from '@polynat/engine';
import * as z from 'zod';
import { type Change, readStartedChange } from './change.ts';
import { outcomeOfLostTry } from './order-once.ts';
import { plain } from './plain.ts';

export const changeProcedure = 'polynat.change';
/** The step of the run that sends the change. */
const changeStep = 'change';

export interface ChangePlace {
  readonly nat: Clouds;
  readonly engine: Engine;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Told the alias whose resources have changed. */
  changed(alias: string): void;
}

/** Teaches the engine to do changes: one step sends it, the next one keeps what came of it in the audit log. */
export function registerChanges(place: ChangePlace): void {
  place.engine.operation('polynat.change.send', sending(place));
  place.engine.operation('polynat.change.audit', auditing(place));
  place.engine.procedure(changeProcedure, 1, doChange);
}

/** A failure is the output of the run: the run has ended, and its locks are free. */
const doChange: Procedure = async (run, input) => {
  const send = { name: changeStep, kind: 'polynat.change.send', args: input };
  const [outcome] = await run.allSettled([send], { concurrency: 1 });
  const told = json(outcome);
  await run.do({ name: 'audit', kind: 'polynat.change.audit', args: { input, outcome: told } });
  return told;
};

const sending = ({ nat, clock, changed }: ChangePlace): OperationHandler => ({
  async run(args, context) {
    const { mutation, target, input } = readStartedChange(args);
    const { token, signal, beforeSend } = context;
    const operation = nat.start(mutation, target, input, { token, signal, beforeSend });
    return { value: await resultOf(operation, target, context, changed), token };
  },
  async probe(args, context) {
    const value = await outcomeOfLostTry(nat, clock, readStartedChange(args), context);
    return value === undefined ? undefined : { value, token: context.token };
  },
  async complete(args, accepted, context) {
    const { signal, beforeSend } = context;
    const { target } = readStartedChange(args);
    const operation = nat.resume(accepted, { signal, beforeSend });
    return { value: await resultOf(operation, target, context, changed), token: accepted.token };
  },
});

/** What the cloud has accepted is in the journal before its work is done: whoever takes the run over knows what was ordered. */
async function resultOf(
  operation: Operation<unknown>,
  target: Change['target'],
  { noteRequest, noteAccepted, progress }: OperationContext,
  changed: ChangePlace['changed'],
): Promise<Json> {
  operation.onProgress((event) => {
    if (event.type === 'accepted') {
      const id = event.receipt.requestId ?? event.receipt.task;
      if (id !== undefined) noteRequest(id);
    }
    if (event.type === 'notice') progress({ notice: event.text });
    if (event.type === 'pending') progress({ status: event.status });
  });
  try {
    const noting = operation.accepted.then(() => noteAccepted(operation.toJSON()));
    const [value] = await Promise.all([operation, noting]);
    return plain(value);
  } finally {
    changed(target.split(':', 1).join(''));
  }
}

const audited = z.object({
  input: z.unknown(),
  outcome: z.object({
    result: z.object({ token: z.string() }).exactOptional(),
    failure: z.object({ message: z.string(), outcome: z.enum(['none', 'unknown']) }).exactOptional(),
  }),
});

const auditing = ({ engine, audit }: ChangePlace): OperationHandler => ({
  async run(args, { run }) {
    const { input, outcome } = audited.parse(args);
    const { mutation, target, by, request, approvedBy } = readStartedChange(input);
    const step = (await engine.get(run))?.steps.find(({ name }) => name === changeStep);
    const token = outcome.result?.token ?? step?.accepted?.token;
    const { failure } = outcome;
    const record = await audit
      .append({
        ...{ who: by, via: 'server', event: failure ? 'failed' : 'done', action: mutation, run, request },
        ...{ cloud: target.split(':', 1).join(''), ...(target.includes(':') && { ref: target }) },
        ...(token !== undefined && { token }),
        ...(step?.requests && step.requests.length > 0 && { requests: [...step.requests] }),
        outcome: failure?.outcome ?? 'done',
        ...(failure && { reason: failure.message }),
        ...(approvedBy !== undefined && { approvedBy }),
      })
      .catch((thrown: unknown) => {
        throw NatError.from(thrown, 'unavailable', { retryable: true });
      });
    return record.number;
  },
});
