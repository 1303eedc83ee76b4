import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { NatError } from '@polynat/core';
import { type Trouble, troubleOf } from './trouble.ts';
import type { SendOptions, WireResponse } from './wire.ts';

/** Calls back after so many milliseconds, unless the function it returned is called before. */
export type Timer = (expire: () => void, milliseconds: number) => () => void;

export const systemTimer: Timer = (expire, milliseconds) => {
  const timer = setTimeout(expire, milliseconds);
  return () => clearTimeout(timer);
};

/** What carries the request, whatever library it belongs to. */
export interface Carrier {
  destroy(): void;
}

type Head = Pick<WireResponse, 'status' | 'headers'>;

/**
 * One request on the wire, watched over in the same way whoever carries it: it lands once, with the whole answer or a NatError that
 * tells whether the request can have reached the cloud, and leaves no timer and no listener behind.
 */
export class Flight {
  readonly #host: string;
  readonly #options: SendOptions;
  readonly #chunks: Uint8Array[] = [];
  readonly #resolve: (response: WireResponse) => void;
  readonly #reject: (error: NatError) => void;
  readonly #cancelTimer: () => void;
  #size = 0;
  #head: Head | undefined;
  #carrier: Carrier | undefined;
  #landed = false;
  /** Whether a connection stood, so that the request can have left. */
  #sent = false;

  private constructor(
    host: string,
    options: SendOptions,
    timer: Timer,
    resolve: (response: WireResponse) => void,
    reject: (error: NatError) => void,
  ) {
    this.#host = host;
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#cancelTimer = timer(this.#expire, options.timeout);
    options.signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** Starts a request to `host`; `launch` puts it on the wire and reports what becomes of it. */
  static of(
    host: string,
    options: SendOptions,
    timer: Timer,
    launch: (flight: Flight) => Carrier,
  ): Promise<WireResponse> {
    if (options.signal.aborted) return Promise.reject(NatError.aborted(options.signal.reason));
    return new Promise((resolve, reject) => {
      const flight = new Flight(host, options, timer, resolve, reject);
      flight.#launch(launch);
    });
  }

  #launch(launch: (flight: Flight) => Carrier): void {
    try {
      this.#carrier = launch(this);
    } catch (thrown) {
      this.failed(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }

  /** The connection stands. */
  readonly connected = (): void => {
    this.#sent = true;
  };

  answered({ statusCode = 0, headers }: IncomingMessage): void {
    this.#head = { status: statusCode, headers: singles(headers) };
    this.#refuseOver(Number(headers['content-length'] ?? 0));
  }

  readonly received = (chunk: Uint8Array): void => {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#refuseOver(this.#size);
  };

  readonly ended = (): void => {
    if (this.#head && this.#land()) this.#resolve({ ...this.#head, body: joined(this.#chunks, this.#size) });
  };

  /** What the library below says went wrong. Only its code and message are kept: its error may hold the request. */
  readonly failed = (error: Trouble): void => {
    this.#fail(troubleOf(error, this.#host, this.#sent));
  };

  readonly #expire = (): void => {
    const what = this.#sent ? 'no complete answer from' : 'no connection to';
    this.#fail(
      new NatError('timeout', `${what} ${this.#host} within ${this.#options.timeout} ms`, {
        retryable: true,
        outcome: this.#sent ? 'unknown' : 'none',
      }),
    );
  };

  readonly #abort = (): void => {
    const error = NatError.aborted(this.#options.signal.reason);
    this.#fail(this.#sent ? error.with({ outcome: 'unknown' }) : error);
  };

  #refuseOver(size: number): void {
    const { sizeLimit } = this.#options;
    if (size <= sizeLimit) return;
    this.#fail(
      new NatError('protocol', `the answer of ${this.#host} is larger than ${sizeLimit} bytes`, {
        outcome: 'unknown',
        remedy: 'ask for smaller pages',
      }),
    );
  }

  #fail(error: NatError): void {
    if (!this.#land()) return;
    this.#carrier?.destroy();
    this.#reject(error);
  }

  /** True for the first that asks: nothing that happens later counts. */
  #land(): boolean {
    if (this.#landed) return false;
    this.#landed = true;
    this.#cancelTimer();
    this.#options.signal.removeEventListener('abort', this.#abort);
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
