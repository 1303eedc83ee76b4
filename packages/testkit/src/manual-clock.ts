import { type Clock, NatError } from '@polynat/core';

export interface ManualClockOptions {
  /** Milliseconds since 1970; the start of 2024 when left out. */
  readonly start?: number;
  /** Move to the next due sleeper as soon as everybody sleeps, so that waiting takes no real time. */
  readonly autoAdvance?: boolean;
}

/** Told how far time has moved, before the sleepers that became due wake up. May bring another clock along first. */
export type AdvanceListener = (milliseconds: number, now: number) => void | Promise<void>;

/** A clock whose time moves when it is told to. */
export interface ManualClock extends Clock {
  /** Moves time, waking sleepers in the order they are due, with whatever they then begin to wait for inside that time. */
  advance(milliseconds: number): Promise<void>;
  /** How many sleep. Zero after everything has ended; anything else is a timer left behind. */
  readonly sleeping: number;
  /** The answer takes the listener off again. */
  onAdvance(listener: AdvanceListener): () => void;
  /** Keeps automatic time still while real input or output is under way. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

export const manualClock = (options: ManualClockOptions = {}): ManualClock => new Hands(options);

class Hands implements ManualClock {
  readonly #sleepers = new Set<Sleeper>();
  readonly #listeners = new Set<AdvanceListener>();
  readonly #automatic: boolean;
  #now: number;
  #held = 0;
  #watching = false;

  constructor({ start = Date.UTC(2024, 0, 1), autoAdvance = false }: ManualClockOptions) {
    this.#now = start;
    this.#automatic = autoAdvance;
  }

  now(): number {
    return this.#now;
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(NatError.aborted(signal.reason));
      const leave = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', giveUp);
      };
      const giveUp = () => {
        leave();
        reject(NatError.aborted(signal?.reason));
      };
      const wake = () => {
        leave();
        resolve();
      };
      const sleeper: Sleeper = { due: this.#now + Math.max(0, milliseconds), wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#watch();
    });
  }

  async advance(milliseconds: number): Promise<void> {
    const target = this.#now + milliseconds;
    await everybodyElse();
    for (let next = this.#next(); next && next.due <= target; next = this.#next()) {
      await this.#moveTo(next.due);
      next.wake();
      await everybodyElse();
    }
    await this.#moveTo(target);
  }

  onAdvance(listener: AdvanceListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work();
    } finally {
      this.#held -= 1;
      this.#watch();
    }
  }

  /** The sleeper due first; of several, the one that lay down first. */
  #next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (!first || sleeper.due < first.due) first = sleeper;
    return first;
  }

  async #moveTo(instant: number): Promise<void> {
    const passed = instant - this.#now;
    if (passed <= 0) return;
    this.#now = instant;
    for (const listener of this.#listeners) await listener(passed, instant);
  }

  #watch(): void {
    if (!this.#automatic || this.#watching) return;
    this.#watching = true;
    void this.#follow();
  }

  /** Runs while somebody sleeps and nothing is held; each turn lets everything that can run do so first. */
  async #follow(): Promise<void> {
    await everybodyElse();
    for (let next = this.#next(); next && this.#held === 0; next = this.#next()) {
      await this.#moveTo(next.due);
      next.wake();
      await everybodyElse();
    }
    this.#watching = false;
  }
}

/** Resolves when all promise work that can go on without input has gone on. */
const everybodyElse = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
