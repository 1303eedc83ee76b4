import type { Effect } from '@polynat/access';
import type { Mutation } from '@polynat/core';
import type { Json, RecordedFailure, RunRecord } from '@polynat/engine';
import * as z from 'zod';
import { effectsOf } from '../writes.ts';
import { readStartedChange, type StartedChange } from './change.ts';
import { readApproval, readApprovalEnd } from './run-approval.ts';

export const operationStates = [
  'waiting-for-approval',
  'queued',
  'running',
  'done',
  'failed',
  'rejected',
  'expired',
] as const;

/** A change that somebody asked for, as it is now. */
export interface OperationView {
  readonly id: string;
  readonly mutation: Mutation;
  /** Ref of the gateway, or the alias of a cloud. */
  readonly target: string;
  readonly input: Json;
  readonly effects: readonly Effect[];
  readonly state: (typeof operationStates)[number];
  /** Hash of what was asked for: approvals name it. */
  readonly request: string;
  readonly by: string;
  readonly approvedBy?: string;
  /** ISO 8601. */
  readonly created: string;
  readonly result?: Json;
  readonly failure?: RecordedFailure;
  /** The cloud's ids of its requests, for support tickets. */
  readonly requests: readonly string[];
}

const output = z.union([
  z.object({ state: z.literal('done'), result: z.object({ value: z.custom<Json>() }) }),
  z.object({ state: z.literal('failed'), failure: z.custom<RecordedFailure>() }),
]);

const viewOf = (id: string, started: StartedChange, created: number) => ({
  ...{ id, mutation: started.mutation, target: started.target, input: started.input, by: started.by },
  ...{ request: started.request, effects: effectsOf(started), created: instant(created) },
});

export function viewOfChange({ id, input, state, created, steps, outcome }: RunRecord): OperationView {
  const started = readStartedChange(input);
  const view = {
    ...viewOf(id, started, created),
    ...(started.approvedBy !== undefined && { approvedBy: started.approvedBy }),
    requests: steps.flatMap(({ requests = [] }) => requests),
  };
  if (outcome?.state === 'done') {
    const told = output.parse(outcome.output);
    return told.state === 'done'
      ? { ...view, state: 'done', result: told.result.value }
      : { ...view, state: 'failed', failure: told.failure };
  }
  if (outcome?.state === 'failed') return { ...view, state: 'failed', failure: outcome.failure };
  return { ...view, state: state === 'queued' ? 'queued' : 'running' };
}

/** A change that has not started: nobody has approved it yet, or it will never start. */
export function viewOfApproval({ input, created, outcome }: RunRecord): OperationView {
  const { begins } = readApproval(input);
  if (begins.kind !== 'change') throw new TypeError('this approval is not one of a change');
  const view = { ...viewOf(begins.run, readStartedChange(begins.input), created), requests: [] };
  if (outcome?.state !== 'done') return { ...view, state: 'waiting-for-approval' };
  const end = readApprovalEnd(outcome.output);
  return end.state === 'approved'
    ? { ...view, state: 'queued', approvedBy: end.by }
    : { ...view, state: end.state };
}

export const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
