import type { RecordedFailure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { AnswerRecord, Waiting } from '../waiting.ts';
import type { RunOutcome } from './run-state.ts';

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
