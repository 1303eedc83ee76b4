import { type Clock, NatError } from '@polynat/core';
import type { Trace } from './records.ts';

/** Notes what it takes to bring one operation to its end. */
export class StepTracer {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #requests = new Set<string>();
  #tries = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  beginTry(attempt: number): void {
    this.#tries = attempt;
  }

  readonly noteRequest = (id: string): void => {
    this.#requests.add(id);
  };

  noteError(error: unknown): void {
    const id = NatError.is(error) ? error.provider?.requestId : undefined;
    if (id !== undefined) this.noteRequest(id);
  }

  end(): Trace {
    const requests = [...this.#requests];
    return { startedAt: this.#startedAt, endedAt: this.#clock.now(), tries: this.#tries, requests };
  }
}
