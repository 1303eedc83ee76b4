import type { NatError } from '@polynat/core';
import type { HttpExchange } from './redact.ts';

/** What the pipeline reports about a call. An OpenTelemetry span can be opened on `start` and closed on `end`. */
export type TraceEvent =
  | ({ readonly type: 'start' } & TraceCall)
  /** An attempt had to wait for its turn under the rate limit; told when the wait is over. */
  | ({
      readonly type: 'queued';
      /** Milliseconds. */
      readonly wait: number;
    } & TraceCall)
  /** One request and its answer, or why there was none. */
  | ({
      readonly type: 'attempt';
      /** 1 is the first. */
      readonly attempt: number;
      /** Milliseconds. */
      readonly duration: number;
      readonly status?: number;
      readonly error?: NatError;
      /** What was sent and answered, without secrets; made when it is asked for. */
      readonly http: () => HttpExchange;
    } & TraceCall)
  | ({
      readonly type: 'retry';
      /** The attempt that failed; 1 is the first. */
      readonly attempt: number;
      /** Milliseconds until the next. */
      readonly wait: number;
      readonly error: NatError;
    } & TraceCall)
  | ({
      readonly type: 'end';
      readonly attempts: number;
      /** Milliseconds, waiting between attempts included. */
      readonly duration: number;
      readonly status?: number;
      readonly requestId?: string;
      readonly error?: NatError;
    } & TraceCall);

export interface TraceCall {
  /** The same object for all events of one call, so that a listener can keep its span in a WeakMap. */
  readonly call: object;
  readonly cloud: string;
  readonly operation: string;
}

export type Trace = (event: TraceEvent) => void;
