import { longestRetryAfter } from './limits.ts';

/** How many calls a key allows. */
export interface Allowance {
  readonly perSecond: number;
  /** Calls that may leave at once after a quiet while; 1 when left out. */
  readonly burst?: number;
}

/** What a throttle leaves of the rate, and how fast it grows back, as in the congestion control of TCP (CUBIC, RFC 9438). */
const kept = 0.7;
const growth = 0.4;
/** Milliseconds in which the rate doubles after the first throttle, while nothing is known about the rate the cloud allows (slow start). */
const doubling = 150;
/** Calls per second. The lowest limit a cloud publishes is 20; fewer calls say nothing about the rate it allows. */
const lowestPublished = 20;
/** Calls per second: no throttle slows a key below the first; above the second, a key without an allowance is free again. */
const slowest = 1;
const unnoticed = 1_000;
/** Milliseconds in which further throttles have the same cause, since one burst throttles many calls. */
const sameCause = { unproven: doubling, proven: 1_000 };

/** The rate in calls per second, so many seconds after it was lowered. */
type Recovery = (seconds: number) => number;

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
  #recovery: Recovery = () => Number.POSITIVE_INFINITY;
  #loweredAt = Number.NEGATIVE_INFINITY;
  #sameCauseUntil = Number.NEGATIVE_INFINITY;
  /** The latest instant heard of. */
  #latest = Number.NEGATIVE_INFINITY;
  readonly #recent = new Recent();

  constructor(allowance?: Allowance) {
    this.#allowed = allowance?.perSecond ?? Number.POSITIVE_INFINITY;
    this.#burst = allowance?.burst ?? 1;
  }

  /** Calls per second; infinite when they may follow each other at will. */
  rateAt(instant: number): number {
    const recovered = this.#recovery(Math.max(0, instant - this.#loweredAt) / 1_000);
    return recovered < Math.min(this.#allowed, unnoticed) ? recovered : this.#allowed;
  }

  /** The earliest instant at which a call may leave. */
  readyAt(now: number): number {
    this.#follow(now);
    return Math.max(this.#due - this.#tolerance(now), this.#pausedUntil);
  }

  /** A call leaves. */
  leave(now: number): void {
    this.#follow(now);
    this.#due = Math.max(this.#due, now) + this.#interval(now);
    this.#recent.count(now);
  }

  /** The cloud throttled a call. It pauses the key for as long as it says; afterwards the rate starts lower and grows back. */
  throttled(now: number, retryAfter = 0): void {
    this.#follow(now);
    this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.min(retryAfter, longestRetryAfter));
    if (now >= this.#sameCauseUntil) this.#lower(now);
    // It grows back once throttles no longer come.
    this.#loweredAt = Math.max(now, this.#pausedUntil);
    this.#due = Math.max(this.#due, now + this.#interval(now) + this.#tolerance(now));
  }

  #lower(now: number): void {
    const present = this.rateAt(now);
    const sent = this.#recent.inLastSecond(now);
    const unproven = sent < present / 2;
    this.#recovery = unproven ? slowStart(sent, this.#allowed) : cubic(present, this.#allowed);
    this.#sameCauseUntil = now + (unproven ? sameCause.unproven : sameCause.proven);
  }

  /** A clock that is set back takes the schedule with it: no caller waits until it is that late again. */
  #follow(now: number): void {
    const back = Math.max(0, this.#latest - now);
    this.#due -= back;
    this.#pausedUntil -= back;
    this.#loweredAt -= back;
    this.#sameCauseUntil -= back;
    this.#latest = now;
  }

  #interval(now: number): number {
    return 1_000 / this.rateAt(now);
  }

  #tolerance(now: number): number {
    return (this.#burst - 1) * this.#interval(now);
  }
}

/**
 * Doubles again and again. For a throttle of a key that uses less than half of its rate, which says nothing about that rate: another
 * program may have used up the account's.
 */
function slowStart(sent: number, allowed: number): Recovery {
  const start = Math.max(sent * kept, Math.min(lowestPublished, allowed * kept));
  return (seconds) => start * 2 ** ((seconds * 1_000) / doubling);
}

/** Comes back to the rate that was throttled within seconds, stays near it, and then tries more and more. */
function cubic(throttled: number, allowed: number): Recovery {
  const top = Math.max(throttled, Math.min(slowest, allowed));
  const back = Math.cbrt((top * (1 - kept)) / growth);
  return (seconds) => growth * (seconds - back) ** 3 + top;
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
