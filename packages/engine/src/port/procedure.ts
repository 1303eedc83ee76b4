import type { RecordedFailure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { Answer, WaitOptions } from '../waiting.ts';
import type { Operation } from './operation.ts';

export type OperationOutcome =
  | { readonly state: 'done'; readonly result: Json }
  | { readonly state: 'failed'; readonly failure: RecordedFailure }
  | { readonly state: 'not-run' };

export interface RunContext {
  readonly run: string;
  /** Does one operation, or returns what was recorded for it. Rejects with `OperationFailed` only. */
  do(operation: Operation): Promise<Json>;
  /**
   * Starts operations in list order, at most `concurrency` at a time, and returns results in list order. After a failure no
   * further one is started, those under way are awaited, and the rest count as not run.
   */
  all(operations: readonly Operation[], options: { readonly concurrency: number }): Promise<readonly Json[]>;
  /**
   * Works through operations that do not depend on each other, in list order, at most `concurrency` at a time. A failure does not stop
   * the others; after `stopAfter` failures no further one is started. One outcome per operation, in list order.
   */
  allSettled(
    operations: readonly Operation[],
    options: { readonly concurrency: number; readonly stopAfter?: number },
  ): Promise<readonly OperationOutcome[]>;
  /** Waits until `milliseconds` after the moment it was first reached, across restarts. */
  sleep(name: string, milliseconds: number): Promise<void>;
  /** The time, in milliseconds since 1970, at which it was first reached. */
  now(name: string): Promise<number>;
  /**
   * Waits for an answer from outside, which `Engine.signal` gives. Without one the run stops here and is `waiting`: no process works on
   * it, it keeps its locks, and `resume` carries on once the answer is there. What runs beside it comes to the end of its present operation.
   * Resolves to `undefined` when no answer came `within` so many milliseconds after it was first reached.
   */
  waitFor<T>(
    name: string,
    wait: WaitOptions<T> & { readonly within: number },
  ): Promise<Answer<T> | undefined>;
  waitFor<T>(name: string, wait: WaitOptions<T>): Promise<Answer<T>>;
}

/**
 * The order of operations. It is replayed after every restart, so it uses no clock, chance or I/O except through `run`.
 * Errors it throws end the run as `failed`; trouble of the engine never reaches its `catch` or `finally`.
 */
export type Procedure = (run: RunContext, input: Json) => Promise<Json>;
