import type { RecordedFailure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { WorkerName } from './run-record.ts';

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
