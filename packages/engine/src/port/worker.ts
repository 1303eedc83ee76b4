import type { RecordedFailure } from '../failure.ts';
import type { ResumeOptions } from './options.ts';
import type { RunHandle } from './run-event.ts';

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
