import type { Json } from '../json.ts';
import type { OperationHandler } from './operation.ts';
import type { RollBackOptions, Schedule, StartOptions, StateOptions } from './options.ts';
import type { Procedure } from './procedure.ts';
import type { RecordedEvent } from './recorded-event.ts';
import type { RunHandle } from './run-event.ts';
import type { RunList, RunRecord } from './run-record.ts';
import type { RunOutcome, RunState } from './run-state.ts';
import type { CatchUpOptions, CaughtUp, WorkOptions } from './worker.ts';

/** Runs procedures so that they survive the death of the process. */
export interface Engine {
  operation(kind: string, handler: OperationHandler): void;
  /** Several versions of a name may stand side by side: new runs use the highest, old runs keep theirs. */
  procedure(name: string, version: number, procedure: Procedure): void;
  /**
   * Starts a run, attaches to it when it already exists here or has ended, or resumes it when its process is gone. Rejects with
   * `RunHeld` (a `conflict`) when another process works on it or another run holds one of its locks.
   */
  start(procedure: string, input: Json, options: StartOptions): Promise<RunHandle>;
  /**
   * Leaves a run to the workers: the first one that can have its locks works on it. A run that exists is left alone. Resolves once the
   * run is durable.
   */
  enqueue(procedure: string, input: Json, options: StartOptions): Promise<void>;
  /** Has workers start a run at each time of a schedule. Register every schedule once, at start-up. */
  schedule(id: string, schedule: Schedule): void;
  /**
   * One round of a worker: enqueues the runs of schedules that are due, then takes up what is queued, what has its answer or its deadline,
   * and what was left by processes that died or were closed. Any number of processes may do so at the same time.
   */
  catchUp(options?: CatchUpOptions): Promise<CaughtUp>;
  /** Catches up until the signal fires: at each time of a schedule, and at least every five seconds. Runs go on until `close`. */
  work(options: WorkOptions): Promise<void>;
  /**
   * Goes on: repeats what failed when the run is `failed`, continues the rollback when it was rolling back. A run that is `waiting` stays so
   * until its answer or its deadline is there.
   */
  resume(id: string, options?: StateOptions): Promise<RunHandle>;
  /** Undoes what was done, in strictly reverse order; also after a rollback that failed. */
  rollBack(id: string, options?: RollBackOptions): Promise<RunHandle>;
  /**
   * Answers what the run waits for, or will wait for under this name; no process needs to work on it. The first answer counts: another one
   * is refused with `already-exists`, the same one by the same person is taken as a repetition. Resolves once the answer is durable.
   * `resume` carries on. An answer that does not fit the schema of the procedure leaves the run `waiting` and may be given anew.
   * `who` names the person or program that answers; it is recorded with the time.
   */
  signal(run: string, name: string, value: Json, who: string): Promise<void>;
  /** Starts nothing more, lets operations under way come to an end, and leaves the run `suspended`. */
  stop(id: string): Promise<RunOutcome>;
  get(id: string): Promise<RunRecord | undefined>;
  /**
   * The journal of a run, line by line: what was recorded keeps its position for ever, in every process. Empty when there is no such run.
   */
  history(id: string): Promise<readonly RecordedEvent[]>;
  /** A run that cannot be read never hides the others. */
  list(filter?: { readonly state?: RunState }): Promise<RunList>;
  /** Frees the locks of a run that will not go on. `force` also takes it from a process that still works on it. */
  unlock(id: string, options?: { readonly force?: boolean }): Promise<void>;
  /** Stops every run of this engine; workers elsewhere may take them over. */
  close(): Promise<void>;
}
