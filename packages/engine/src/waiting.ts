import type * as z from 'zod';
import type { RecordedFailure } from './failure.ts';
import type { Json } from './json.ts';

export interface WaitOptions<T> {
  /** What an answer must look like. It sees the answer as it was given, on each replay. */
  readonly schema: z.core.$ZodType<T>;
  /** Milliseconds after which the run no longer waits. */
  readonly within?: number;
}

/** What somebody outside the run said. */
export interface Answer<T = Json> {
  readonly value: T;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a run waits for. */
export interface Waiting {
  readonly name: string;
  /** Milliseconds since 1970 at which the run first asked. */
  readonly since: number;
  /** When it stops waiting. */
  readonly until?: number;
  /** The last answer, when it did not fit, and why. Another one may be given. */
  readonly refused?: RefusedAnswer;
}

export interface RefusedAnswer extends Answer {
  readonly failure: RecordedFailure;
}

/** `given`: the run has not looked at it yet. */
export type AnswerRecord =
  | ({ readonly name: string; readonly state: 'given' } & Answer)
  | ({ readonly name: string; readonly state: 'taken' } & Answer)
  | ({ readonly name: string; readonly state: 'refused' } & RefusedAnswer)
  /** Nobody answered in time. */
  | { readonly name: string; readonly state: 'expired'; readonly at: number };
