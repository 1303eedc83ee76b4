import type { AcceptedOperation } from '../accepted.ts';
import type { RecordedFailure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { Waiting } from '../waiting.ts';

/**
 * - `queued`: for a worker to take it up. Nothing was done yet.
 * - `running`: a live process works on it.
 * - `waiting`: for an answer from outside, with its locks. It can be answered and resumed, or rolled back.
 * - `suspended`: nobody does; it can be resumed or rolled back. Nothing was lost, nothing is compensated by itself.
 * - `failed`: an operation or the procedure failed; it can be resumed (which tries again) or rolled back.
 * - `rollback-failed`: rolling back failed; `left` names what still exists. Rolling back again goes on where it stopped.
 * - `done`, `rolled-back`: ended; the locks are free.
 */
export type RunState =
  | 'queued'
  | 'running'
  | 'waiting'
  | 'suspended'
  | 'failed'
  | 'rollback-failed'
  | 'done'
  | 'rolled-back';

/** An operation whose effect is still there after a rollback that could not finish. */
export interface Leftover {
  readonly name: string;
  readonly kind: string;
  readonly args: Json;
  /** Absent when the outcome of the operation was never learnt. */
  readonly result?: Json;
  /** What the cloud had accepted, when that is all that is known. */
  readonly accepted?: AcceptedOperation;
}

export type RunOutcome =
  | { readonly state: 'done'; readonly output: Json }
  | { readonly state: 'failed'; readonly failure: RecordedFailure; readonly operations: readonly string[] }
  | { readonly state: 'queued' }
  | ({ readonly state: 'waiting' } & Waiting)
  /** `takeOver`: its process died or was closed, so a worker takes it up without being asked. */
  | { readonly state: 'suspended'; readonly reason: RecordedFailure; readonly takeOver?: true }
  /** `failure`: what the run had failed with, when that is why it was rolled back. */
  | { readonly state: 'rolled-back'; readonly failure?: RecordedFailure }
  | {
      readonly state: 'rollback-failed';
      readonly failure: RecordedFailure;
      readonly left: readonly Leftover[];
    };
