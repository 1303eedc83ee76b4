import type { OperationRecord } from '@polynat/core';
import type { AcceptedOperation } from './accepted.ts';
import type { RecordedFailure } from './failure.ts';
import type { Json } from './json.ts';
import type { Answer, AnswerRecord, Waiting, WaitOptions } from './waiting.ts';

/** One named piece of work, as data: never a closure, so any process and any engine can take it up. */
export interface Operation {
  /** Unique within the run, and the same each time the procedure is replayed, such as `create-gateway` or `dnat/17`. */
  readonly name: string;
  /** Names the handler that knows how to do it, such as `gateway.create`. */
  readonly kind: string;
  readonly args: Json;
}

export interface OperationContext {
  readonly run: string;
  readonly operation: string;
  /**
   * Idempotency token for the cloud: at most 43 characters of base64url, the same through every retry, process and machine until
   * a definite failure has been recorded. An `undo` has its own.
   */
  readonly token: string;
  /** 1 for the first try in this process, 2 after one retryable failure, and so on. */
  readonly attempt: number;
  /** True when an earlier process may already have started this operation. */
  readonly resumed: boolean;
  /**
   * Milliseconds since 1970 at which the operation was first started under this token, or earlier: how long a cloud may have to
   * remember the token.
   */
  readonly since: number;
  /** What a person has stated about an earlier try of this operation, and who; see `StateOptions`. Never `none`. */
  readonly stated?: { readonly left: string; readonly by: string };
  /** True when the run is being rolled back: `probe` then only has to learn what is to be undone. */
  readonly undoing: boolean;
  /**
   * Fires when the run is stopped or its lease is lost. A handler that waits may then reject with `aborted`: nothing is recorded,
   * and the operation starts again, with the same token, when the run is resumed.
   */
  readonly signal: AbortSignal;
  /**
   * To be called right before each request to the cloud leaves, also before a retry; `CallOptions.beforeSend` of a portable call takes
   * it. Rejects when another process has taken the run over, for example while this one was frozen: then nothing may be sent.
   */
  readonly beforeSend: () => Promise<void>;
  /** Tells whoever watches the run; not recorded. */
  progress(note: Json): void;
  /** Keeps the cloud's id of a request with the step, for support tickets. Ids that errors carry are kept by themselves. */
  noteRequest(id: string): void;
  /**
   * Keeps what the cloud has accepted, before its work is done: a process that takes the operation over asks `complete`, with these
   * receipts, instead of `probe`. To be awaited before `run` ends. While undoing, nothing is kept.
   */
  noteAccepted(operation: OperationRecord): Promise<void>;
}

/** How operations of one kind are done. Throwing means: this operation failed, record it and tell the procedure. */
export interface OperationHandler {
  /** Does the work. Safe to repeat with the same token, or with `probe` declared. Waiting for the result belongs inside. */
  run(args: Json, context: OperationContext): Promise<Json>;
  /**
   * Looks whether an earlier try took effect, and returns what `run` would have returned, or `undefined` when it did not. Asked
   * before `run` is repeated and before something whose outcome is unknown is undone, with the token of `run` both times; never
   * asked otherwise. It rejects when it cannot tell: the operation then stays unknown, and a rollback stops and says so. After the
   * cloud had accepted the order, `undefined` counts as not being able to tell.
   */
  probe?(args: Json, context: OperationContext): Promise<Json | undefined>;
  /**
   * Asked instead of `probe` when an earlier try ended, or failed, after the cloud had accepted its order: waits for the end of that order, by its
   * receipts, and returns what `run` would have returned; `undefined` when it is certain that nothing of it is left.
   */
  complete?(args: Json, accepted: AcceptedOperation, context: OperationContext): Promise<Json | undefined>;
  /** Takes back what `run` returned. Rejecting with `not-found` counts as done. */
  undo?(args: Json, result: Json, context: OperationContext): Promise<void>;
}

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

export type RunEvent =
  /** `resumed`: an earlier process may already have started it. */
  | {
      readonly type: 'started';
      readonly name: string;
      readonly kind: string;
      readonly attempt: number;
      readonly resumed: boolean;
    }
  | { readonly type: 'progress'; readonly name: string; readonly note: Json }
  /** A retryable failure; the next try follows after `wait` milliseconds. */
  | {
      readonly type: 'retrying';
      readonly name: string;
      readonly failure: RecordedFailure;
      readonly wait: number;
    }
  /** `replayed`: recorded by an earlier process or an earlier try of the run. */
  | {
      readonly type: 'done';
      readonly name: string;
      readonly kind: string;
      readonly result: Json;
      readonly replayed: boolean;
    }
  | {
      readonly type: 'failed';
      readonly name: string;
      readonly kind: string;
      readonly failure: RecordedFailure;
      readonly replayed: boolean;
    }
  | { readonly type: 'not-run'; readonly name: string; readonly kind: string }
  | { readonly type: 'sleeping'; readonly name: string; readonly until: number }
  /** The last event but `settled`, unless the answer comes at this very moment. */
  | ({ readonly type: 'waiting' } & Waiting)
  | ({ readonly type: 'answered' } & AnswerRecord)
  | { readonly type: 'undoing'; readonly name: string; readonly kind: string; readonly attempt: number }
  | { readonly type: 'undone'; readonly name: string; readonly kind: string }
  | {
      readonly type: 'undo-failed';
      readonly name: string;
      readonly kind: string;
      readonly failure: RecordedFailure;
    }
  /** The last event of a handle. */
  | { readonly type: 'settled'; readonly outcome: RunOutcome };

/** A run this engine started, resumed, is rolling back or found finished. */
export interface RunHandle {
  readonly id: string;
  /** Resolves when this process has nothing more to do for the run; never rejects. */
  wait(): Promise<RunOutcome>;
  /** Every event of this handle from its beginning, then live ones, until `settled`. May be called more than once. */
  events(): AsyncIterable<RunEvent>;
}

/** Who works on a run, since when. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since 1970 at which it took the run. */
  readonly since: number;
}

export interface StepRecord {
  readonly name: string;
  readonly kind: string;
  readonly args: Json;
  readonly state: 'started' | 'done' | 'failed' | 'undone';
  readonly result?: Json;
  readonly failure?: RecordedFailure;
  /** What the cloud has accepted, while nothing more is known. */
  readonly accepted?: AcceptedOperation;
  /** Milliseconds since 1970 at which it was first started under its present token. Version 0.1 noted no times. */
  readonly startedAt?: number;
  /** When it was done or failed. */
  readonly endedAt?: number;
  readonly undoneAt?: number;
  /** How often the process that brought it to its end has tried it. */
  readonly tries?: number;
  /** The cloud's ids of its requests, as far as they were noted. */
  readonly requests?: readonly string[];
}

/** What a person has said about operations of a run when it was resumed or rolled back. */
export interface Statement {
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly left: Readonly<Record<string, string>>;
  /** Operations whose effects they have taken back by hand. */
  readonly handled: readonly string[];
}

/** A run as the journal tells it; plain data. */
export interface RunRecord {
  readonly id: string;
  readonly procedure: string;
  readonly version: number;
  readonly input: Json;
  readonly locks: readonly string[];
  /** Which account each cloud alias stood for when the run was started. */
  readonly accounts?: Accounts;
  readonly state: RunState;
  /** `back` from the moment a rollback was decided. */
  readonly direction: 'forward' | 'back';
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Who works on it, or did last; absent when that process died before it could write its name. */
  readonly owner?: Owner;
  /** In the order in which they were started. */
  readonly steps: readonly StepRecord[];
  /** What people have stated about operations, oldest first. */
  readonly statements: readonly Statement[];
  /** In the order in which the run took or refused them; last one that was given and not looked at yet. */
  readonly answers: readonly AnswerRecord[];
  /** Absent while the run is `running`. */
  readonly outcome?: RunOutcome;
}

/** A process that works on runs. */
export type WorkerName = Pick<Owner, 'host' | 'pid'>;

/** One line of the journal of a run, without what only the engine needs. */
export interface RecordedEvent {
  /** From 0. A stream that ended after it goes on with the next one. */
  readonly position: number;
  /** Example: `begun`, `accepted`, `done`, `failed`, `waiting`, `answered`, `finished`. */
  readonly type: string;
  /** Of the operation, or of what the run waits for. */
  readonly name?: string;
  readonly kind?: string;
  /** Milliseconds since 1970, where the line has it. */
  readonly at?: number;
  /** When the operation that ended with this line was started. */
  readonly startedAt?: number;
  /** How often the process that ended the operation has tried it. */
  readonly tries?: number;
  /** The cloud's ids of requests. */
  readonly requests?: readonly string[];
  readonly result?: Json;
  readonly failure?: RecordedFailure;
  /** Who answered, or who said what operations have left. */
  readonly by?: string;
  /** When a wait ends without an answer. */
  readonly until?: number;
  /** Who goes on from this line. */
  readonly worker?: WorkerName;
  /** Of a run that a worker may take up without being asked, since its process was closed. */
  readonly takeOver?: true;
}

/** A run that is there and cannot be read, for example because a newer release wrote it. */
export interface UnreadableRun {
  readonly id: string;
  readonly reason: RecordedFailure;
}

export interface RunList {
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
  /** What they did, and whether they have ended, is not known. They are listed whatever state is asked for. */
  readonly unreadable: readonly UnreadableRun[];
}

/** Account ids by cloud alias. */
export interface Accounts {
  readonly [alias: string]: string;
}

export interface ResumeOptions {
  /** What the aliases stand for now. A run that was started for another account is refused. */
  readonly accounts?: Accounts;
}

/** For a run that cannot find out what some of its operations did: a person says it, and the journal keeps who. */
export interface StateOptions extends ResumeOptions {
  /** For each such operation the id of what it has left in the cloud, or `none` when it has left nothing. */
  readonly left?: Readonly<Record<string, string>>;
  /** Who says so. */
  readonly by?: string;
}

export interface StartOptions extends ResumeOptions {
  /** Identity of the run, best a hash of the plan: starting it again attaches to it or resumes it. */
  readonly id: string;
  /** Names of what no other run may touch, such as both gateways of a migration. Kept across process death until the run ends. */
  readonly locks?: readonly string[];
  /** What an uncaught failure does: stop and let the caller choose (the default), or roll back at once. */
  readonly onFailure?: 'stop' | 'roll-back';
}

/** Runs of a procedure by the clock. The id of each run is the id of the schedule, `@` and the time that was due. */
export interface Schedule extends Omit<StartOptions, 'id'> {
  /** Five fields, or six with seconds in front: `0 2 * * 1-5` is 02:00 from Monday to Friday. */
  readonly cron: string;
  /** IANA name such as `Asia/Shanghai`; UTC by default, so that all machines agree. */
  readonly timeZone?: string;
  readonly procedure: string;
  readonly input: Json;
  /** What to do for times at which no worker was there: one run for the last of them (the default), or one for each. */
  readonly missed?: 'last' | 'each';
}

export interface RollBackOptions extends StateOptions {
  /** Names of operations whose effects the caller has taken back by hand; they are not undone. */
  readonly handled?: readonly string[];
}

export interface CatchUpOptions extends ResumeOptions {
  /** How many runs this process works on at a time, 10 by default. More are left to others, or to a later round. */
  readonly concurrency?: number;
}

/** What one round of a worker came to. */
export interface CaughtUp {
  /** The runs that were taken up. */
  readonly runs: readonly RunHandle[];
  /** Schedules and runs that could not be taken up, by id. A later round tries again. */
  readonly failures: readonly { readonly id: string; readonly reason: RecordedFailure }[];
  /** Milliseconds since 1970 of the next time of a schedule; absent when there is none. */
  readonly next?: number;
}

export interface WorkOptions extends CatchUpOptions {
  readonly signal: AbortSignal;
  /** Told after each round, for logs. */
  onRound?(round: CaughtUp): void;
}

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
