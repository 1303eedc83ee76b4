import { type Clock, seconds } from '@polynat/core';
import { Refusal } from '../refusal.ts';

export interface Limits {
  /** Requests a second of one principal, in the long run; 50 when left out. Twice as many may come at once. */
  readonly requestsPerSecond?: number;
  /** Streams of one principal that are open at the same time; 20 when left out. */
  readonly streams?: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** How much one principal may ask, so that it cannot keep the others from asking. */
export class PrincipalLimits {
  readonly #clock: Clock;
  readonly #rate: number;
  readonly #mostStreams: number;
  readonly #buckets = new Map<string, Bucket>();
  readonly #streams = new Map<string, number>();

  constructor(clock: Clock, { requestsPerSecond = 50, streams = 20 }: Limits = {}) {
    this.#clock = clock;
    this.#rate = requestsPerSecond;
    this.#mostStreams = streams;
  }

  takeRequest(principal: string): void {
    const now = this.#clock.now();
    const burst = this.#rate * 2;
    const { tokens, at } = this.#buckets.get(principal) ?? { tokens: burst, at: now };
    const left = Math.min(burst, tokens + ((now - at) / seconds(1)) * this.#rate) - 1;
    if (left < 0) throw tooMany('requests', Math.ceil(-left / this.#rate));
    this.#buckets.set(principal, { tokens: left, at: now });
  }

  /** The stream of a response, counted until it ends. */
  countStream(principal: string, open: () => Promise<Response>): Promise<Response> {
    const now = this.#streams.get(principal) ?? 0;
    if (now >= this.#mostStreams) throw tooMany('open streams', 1);
    this.#streams.set(principal, now + 1);
    let isOpen = true;
    const leave = () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.#streams.get(principal) ?? 1) - 1;
      if (left > 0) this.#streams.set(principal, left);
      else this.#streams.delete(principal);
    };
    return open().then(
      (response) => whenEnded(response, leave),
      (error: unknown) => {
        leave();
        throw error;
      },
    );
  }
}

function whenEnded(response: Response, leave: () => void): Response {
  const reader = response.body?.getReader();
  if (!reader) {
    leave();
    return response;
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        leave();
        controller.close();
      } catch (error) {
        leave();
        controller.error(error);
      }
    },
    cancel(reason) {
      leave();
      return reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

const tooMany = (what: string, retryAfterSeconds: number): Refusal =>
  new Refusal(429, 'throttled', `too many ${what} of one principal`, {
    retryable: true,
    retryAfterSeconds: Math.max(1, retryAfterSeconds),
    remedy: 'ask less often, and close streams that nobody reads',
  });
