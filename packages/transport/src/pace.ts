/** How many calls a key allows. */
export interface Allowance {
  readonly perSecond: number;
  /** Calls that may leave at once after a quiet while; 1 when left out. */
  readonly burst?: number;
}

/** Each throttle stretches the pause between calls by this much, at most once a second, since one cause throttles many calls. */
const stretch = 1.4;
const stretchEvery = 1_000;
/** What a second without a throttle leaves of the stretching: calls are back at full pace within minutes. */
const decay = 0.97;
/** Milliseconds between calls: below it a key without an allowance is free again, above it no throttle slows any further. */
const unnoticed = 1;
const slowest = 10_000;
/** However long the cloud asks all callers to wait: a figure beyond is some proxy's mistake, and would shut the account out for it. */
const longestPause = 5 * 60_000;

/**
 * The generic cell rate algorithm for one key: instead of counting calls it keeps the instant at which the next would be on time, so
 * that no window of any length sees more than its share. All instants are milliseconds since 1970.
 */
export class Pace {
  readonly #allowed: number;
  readonly #burst: number;
  /** The instant at which the next call would be exactly on time. */
  #due = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #stretched = 0;
  #stretchedAt = Number.NEGATIVE_INFINITY;
  /** The latest instant heard of. */
  #latest = Number.NEGATIVE_INFINITY;
  readonly #recent = new Recent();

  constructor(allowance?: Allowance) {
    this.#allowed = allowance ? 1_000 / allowance.perSecond : 0;
    this.#burst = allowance?.burst ?? 1;
  }

  /** Milliseconds between two calls; 0 when they may follow each other at will. */
  interval(now: number): number {
    const stretched = this.#stretched * decay ** ((now - this.#stretchedAt) / 1_000);
    return stretched > Math.max(this.#allowed, unnoticed) ? stretched : this.#allowed;
  }

  /** The earliest instant at which a call may leave. */
  readyAt(now: number): number {
    this.#follow(now);
    return Math.max(this.#due - this.#tolerance(now), this.#pausedUntil);
  }

  /** A call leaves. */
  leave(now: number): void {
    this.#follow(now);
    this.#due = Math.max(this.#due, now) + this.interval(now);
    this.#recent.count(now);
  }

  /** The cloud refused for load. A key without an allowance has shown with its last second what is too much. */
  throttled(now: number, retryAfter = 0): void {
    this.#follow(now);
    this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.min(retryAfter, longestPause));
    if (now - this.#stretchedAt < stretchEvery) return;
    const present = this.interval(now) || 1_000 / this.#recent.inLastSecond(now);
    this.#stretched = Math.min(slowest, present * stretch);
    this.#stretchedAt = now;
    this.#due = Math.max(this.#due, now + this.interval(now) + this.#tolerance(now));
  }

  /** A clock that is set back takes the schedule with it: nobody waits until it is that late again. */
  #follow(now: number): void {
    const back = Math.max(0, this.#latest - now);
    this.#due -= back;
    this.#pausedUntil -= back;
    this.#stretchedAt -= back;
    this.#latest = now;
  }

  #tolerance(now: number): number {
    return (this.#burst - 1) * this.interval(now);
  }
}

/** Counts what left during the last second, roughly: the fuller of this second and the one before. */
class Recent {
  #second = 0;
  #count = 0;
  #before = 0;

  count(now: number): void {
    this.#turnTo(Math.floor(now / 1_000));
    this.#count += 1;
  }

  inLastSecond(now: number): number {
    this.#turnTo(Math.floor(now / 1_000));
    return Math.max(this.#count, this.#before, 1);
  }

  #turnTo(second: number): void {
    if (second === this.#second) return;
    this.#before = second === this.#second + 1 ? this.#count : 0;
    this.#second = second;
    this.#count = 0;
  }
}
