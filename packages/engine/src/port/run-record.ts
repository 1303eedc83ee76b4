import type { AcceptedOperation } from '../accepted.ts';
import type { RecordedFailure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { AnswerRecord } from '../waiting.ts';
import type { Accounts } from './options.ts';
import type { RunOutcome, RunState } from './run-state.ts';

/** Who works on a run, since when. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since 1970 at which it took the run. */
  readonly since: number;
}

/** A process that works on runs. */
export type WorkerName = Pick<Owner, 'host' | 'pid'>;

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
