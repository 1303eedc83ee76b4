import type { NatError } from '@polynat/core';

/**
 * The sender and the trace of `@polynat/transport`, told by their shape: a container that replaces neither needs no transport
 * package of its own. The transport's own types fit both ways.
 */
export interface Sender {
  send(request: SentRequest, options: SendOptions): Promise<ReceivedResponse>;
  close(): Promise<void>;
}

export interface SentRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Milliseconds this try may take. */
  readonly timeout: number;
  /** Bytes an answer may have. */
  readonly sizeLimit: number;
}

export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Told about every call an adapter makes: its start, each retry, its end. */
export type Trace = (event: TraceEvent) => void;

export type TraceEvent = TracedCall &
  (
    | { readonly type: 'start' }
    | { readonly type: 'retry'; readonly attempt: number; readonly wait: number; readonly error: NatError }
    | {
        readonly type: 'end';
        readonly attempts: number;
        readonly duration: number;
        readonly status?: number;
        readonly requestId?: string;
        readonly error?: NatError;
      }
  );

export interface TracedCall {
  /** The same object for all events of one call. */
  readonly call: object;
  readonly cloud: string;
  readonly operation: string;
}
