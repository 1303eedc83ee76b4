import type { Clock, NatError } from '@polynat/core';
import type { WireResponse } from '@polynat/transport';

/** Milliseconds: answers date themselves by whole seconds and travel for some time. Clouds tolerate minutes. */
const precision = 30_000;

/**
 * How far the cloud's clock is ahead of ours. It is learnt from the `Date` of an answer that refuses a signature for its time, so
 * that the next attempt is signed by the cloud's own time. Many calls may be refused at once: each of them learns the same.
 */
export class CloudClock {
  readonly #clock: Clock;
  #lead = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds to add to our time. */
  get lead(): number {
    return this.#lead;
  }

  /** `used` is the lead that the refused attempt was signed with. If it was right already, it did not help and is dropped. */
  learn(refusal: NatError, { headers }: WireResponse, used: number): void {
    if (refusal.code !== 'unauthenticated' || !refusal.retryable) return;
    const theirs = Date.parse(headers.date ?? '');
    if (Number.isNaN(theirs)) return;
    const measured = theirs - this.#clock.now();
    this.#lead = used !== 0 && Math.abs(measured - used) < precision ? 0 : measured;
  }
}
