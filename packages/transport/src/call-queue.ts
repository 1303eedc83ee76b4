import { type Clock, NatError } from '@polynat/core';
import { onAbort } from './abort.ts';
import type { Pace } from './pace.ts';

interface Waiter {
  readonly deadline: number;
  readonly leave: () => void;
  readonly refuse: (error: NatError) => void;
}

/** The callers of one key, in the order they came. One timer serves them all. */
export class CallQueue {
  readonly #waiting: Waiter[] = [];
  readonly #key: string;
  readonly #pace: Pace;
  readonly #clock: Clock;
  #timer: AbortController | undefined;

  constructor(key: string, pace: Pace, clock: Clock) {
    this.#key = key;
    this.#pace = pace;
    this.#clock = clock;
  }

  acquire(signal: AbortSignal | undefined, deadline: number): Promise<void> {
    if (signal?.aborted) return Promise.reject(NatError.aborted(signal.reason));
    const now = this.#clock.now();
    if (this.#waiting.length > 0 || this.#pace.readyAt(now) > now) return this.#queue(signal, deadline);
    this.#pace.leave(now);
    return Promise.resolve();
  }

  throttled(retryAfter?: number): void {
    this.#pace.throttled(this.#clock.now(), retryAfter);
    this.#refuseLate();
  }

  #queue(signal: AbortSignal | undefined, deadline: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#remove(waiter);
        reject(NatError.aborted(signal?.reason));
      };
      const free = signal ? onAbort(signal, giveUp) : () => undefined;
      const waiter: Waiter = {
        deadline,
        leave: () => resolve(free()),
        refuse: (error) => {
          free();
          reject(error);
        },
      };
      if (this.#isLate(deadline, this.#waiting.length)) return waiter.refuse(tooLate(this.#key));
      this.#waiting.push(waiter);
      this.#wake();
    });
  }

  /** Lets callers leave who are on time and sets the timer for the next. Without callers there is no timer. */
  #wake(): void {
    if (this.#timer) return;
    for (let now = this.#clock.now(); this.#waiting.length > 0; ) {
      const wait = this.#pace.readyAt(now) - now;
      if (wait > 0) {
        this.#setTimer(Math.ceil(wait));
        return;
      }
      this.#pace.leave(now);
      this.#waiting.shift()?.leave();
    }
  }

  #setTimer(wait: number): void {
    const timer = new AbortController();
    this.#timer = timer;
    this.#clock.sleep(wait, timer.signal).then(
      () => {
        this.#timer = undefined;
        this.#refuseLate();
        this.#wake();
      },
      () => undefined,
    );
  }

  #remove(waiter: Waiter): void {
    const place = this.#waiting.indexOf(waiter);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (this.#waiting.length === 0) this.#stopTimer();
  }

  #stopTimer(): void {
    this.#timer?.abort();
    this.#timer = undefined;
  }

  #refuseLate(): void {
    for (const waiter of this.#waiting.filter(({ deadline }, place) => this.#isLate(deadline, place))) {
      this.#remove(waiter);
      waiter.refuse(tooLate(this.#key));
    }
  }

  /** Whether a caller cannot leave before its deadline, even at the rate that will have grown back by then. */
  #isLate(deadline: number, place: number): boolean {
    const now = this.#clock.now();
    const first = Math.max(now, this.#pace.readyAt(now));
    return first > deadline || place > ((deadline - first) / 1_000) * this.#pace.rateAt(deadline);
  }
}

const tooLate = (key: string): NatError =>
  new NatError('timeout', `the rate limit of ${key} leaves no room before the deadline`, {
    remedy: 'allow the call more time (`within`), or make fewer calls at once',
  });
