import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { NatError } from '@polynat/core';
import { onAbort } from './abort.ts';
import { type NetworkError, networkError } from './network-error.ts';
import type { Timer } from './sender-options.ts';
import type { SendOptions, WireResponse } from './wire.ts';

export const systemTimer: Timer = (expire, milliseconds) => {
  const timer = setTimeout(expire, milliseconds);
  return () => clearTimeout(timer);
};

/** Stops a request, whichever library sends it. */
export type Stop = () => void;

/**
 * One request on the wire, with its deadline, its abort signal and its limits, alike for all senders. It ends once: with the whole
 * answer, or with a NatError whose `outcome` says whether the request can have reached the cloud. No timer and no listener remain.
 */
export class PendingRequest {
  readonly #name: string;
  readonly #limits: SendOptions;
  readonly #resolve: (response: WireResponse) => void;
  readonly #reject: (error: NatError) => void;
  readonly #cancelTimer: () => void;
  readonly #ignoreAbort: () => void;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #head: Pick<WireResponse, 'status' | 'headers'> | undefined;
  #stop: Stop | undefined;
  #over = false;
  /** Whether the connection was ready, so that the request can have left. */
  #sent = false;

  private constructor(
    name: string,
    limits: SendOptions,
    timer: Timer,
    resolve: (response: WireResponse) => void,
    reject: (error: NatError) => void,
  ) {
    this.#name = name;
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#cancelTimer = timer(this.#expire, limits.timeout);
    this.#ignoreAbort = onAbort(limits.signal, this.#abort);
  }

  /** Sends a request to the host called `name`: `start` puts it on the wire and reports what becomes of it. */
  static send(
    name: string,
    limits: SendOptions,
    timer: Timer,
    start: (pending: PendingRequest) => Stop,
  ): Promise<WireResponse> {
    if (limits.signal.aborted) return Promise.reject(NatError.aborted(limits.signal.reason));
    return new Promise((resolve, reject) => {
      const pending = new PendingRequest(name, limits, timer, resolve, reject);
      pending.#start(start);
    });
  }

  #start(start: (pending: PendingRequest) => Stop): void {
    try {
      this.#stop = start(this);
    } catch (thrown) {
      this.failed(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }

  readonly connected = (): void => {
    this.#sent = true;
  };

  readonly answered = ({ statusCode = 0, headers }: IncomingMessage): void => {
    this.#head = { status: statusCode, headers: singles(headers) };
    this.#refuseOver(Number(headers['content-length'] ?? 0));
  };

  readonly received = (chunk: Uint8Array): void => {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#refuseOver(this.#size);
  };

  readonly ended = (): void => {
    if (this.#head && this.#end()) this.#resolve({ ...this.#head, body: joined(this.#chunks, this.#size) });
  };

  /** Reports an error of the library below. Only its code and message are kept, because it may hold the request. */
  readonly failed = (error: NetworkError): void => {
    this.#fail(networkError(error, this.#name, this.#sent));
  };

  readonly #expire = (): void => {
    const what = this.#sent ? 'no complete answer from' : 'no connection to';
    this.#fail(
      new NatError('timeout', `${what} ${this.#name} within ${this.#limits.timeout} ms`, {
        retryable: true,
        outcome: this.#sent ? 'unknown' : 'none',
      }),
    );
  };

  readonly #abort = (): void => {
    const error = NatError.aborted(this.#limits.signal.reason);
    this.#fail(this.#sent ? error.with({ outcome: 'unknown' }) : error);
  };

  #refuseOver(size: number): void {
    const { sizeLimit } = this.#limits;
    if (size <= sizeLimit) return;
    this.#fail(
      new NatError('protocol', `the answer of ${this.#name} is larger than ${sizeLimit} bytes`, {
        outcome: 'unknown',
        remedy: 'ask for smaller pages',
      }),
    );
  }

  #fail(error: NatError): void {
    if (!this.#end()) return;
    this.#stop?.();
    this.#reject(error);
  }

  /** True for the first caller: what happens later does not count. */
  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#cancelTimer();
    this.#ignoreAbort();
    return true;
  }
}

/** Only `set-cookie` can come as a list, and no cloud's API sets cookies. */
function singles(headers: IncomingHttpHeaders): WireResponse['headers'] {
  const single: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') single[name] = value;
  }
  return single;
}

const joined = (chunks: readonly Uint8Array[], size: number): Uint8Array =>
  chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
