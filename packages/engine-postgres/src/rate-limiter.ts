import { type Clock, NatError, seconds, systemClock } from '@polynat/core';
import { type Allowance, memoryRateLimiter, type RateLimiter } from '@polynat/transport';
import * as z from 'zod';
import type { Database } from './database.ts';

export interface SharedRateOptions extends Allowance {
  /** The allowance of one key, where it differs. */
  readonly allowanceOf?: (key: string) => Allowance | undefined;
  /** How many workers share the allowance at most: while the database is away, each of them uses that part of it. 10 by default. */
  readonly workers?: number;
  readonly clock?: Clock;
}

interface RateTables {
  readonly database: Database;
  readonly schema: string;
}

/** Milliseconds for which the database is not asked again after it could not be reached. */
const away = seconds(1);

/** What each throttle makes of the interval between calls, at most once a second, how far that goes, and how fast it wears off. */
const slowdown = { factor: 1.4, most: 60, perSecond: 0.03 };

const waitSchema = z.object({ wait: z.number() });

/** Keeps the rate of each key in the database, which also tells the time. One statement per call reserves its place. */
export function sharedRateLimiter(tables: RateTables, options: SharedRateOptions): RateLimiter {
  return new SharedRateLimiter(tables, options);
}

class SharedRateLimiter implements RateLimiter {
  readonly #tables: RateTables;
  readonly #options: SharedRateOptions;
  readonly #clock: Clock;
  readonly #alone: RateLimiter;
  #awayUntil = Number.NEGATIVE_INFINITY;

  constructor(tables: RateTables, options: SharedRateOptions) {
    this.#tables = tables;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#alone = memoryRateLimiter({
      clock: this.#clock,
      allowanceOf: (key) => ({ perSecond: this.#allowance(key).perSecond / (options.workers ?? 10) }),
    });
  }

  /** Sleeps once, and leaves in the order of asking. A place that is not used, for the caller gave up, stays empty. */
  async acquire(key: string, signal?: AbortSignal, deadline?: number): Promise<void> {
    if (signal?.aborted) throw NatError.aborted(signal.reason);
    const wait = await this.#withDatabase(() => this.#reserve(key, deadline));
    if (wait === undefined) return this.#alone.acquire(key, signal, deadline);
    if (wait > 0) await this.#clock.sleep(Math.ceil(wait), signal);
  }

  async throttled(key: string, retryAfter = 0): Promise<void> {
    this.#alone.throttled(key, retryAfter);
    await this.#withDatabase(() => this.#slowDown(key, retryAfter));
  }

  #allowance(key: string): Allowance {
    return this.#options.allowanceOf?.(key) ?? this.#options;
  }

  /** The generic cell rate algorithm: `due` is the instant at which the next call would be exactly on time. */
  async #reserve(key: string, deadline = Number.POSITIVE_INFINITY): Promise<number> {
    const { database, schema } = this.#tables;
    const { perSecond, burst = 1 } = this.#allowance(key);
    const longest = Math.min(deadline - this.#clock.now(), 1e12);
    const interval = `make_interval(secs => ${every} * ${slowness('rate')})`;
    const start = `GREATEST(rate.due, clock_timestamp() - (${many} - 1) * ${interval})`;
    const [reserved] = await database.askOnce(
      waitSchema,
      `INSERT INTO ${schema}.rate (key, due) VALUES ($1, clock_timestamp() + make_interval(secs => ${every} * (2 - ${many})))
       ON CONFLICT (key) DO UPDATE SET due = ${start} + ${interval}
         WHERE ${start} <= clock_timestamp() + make_interval(secs => $4 / 1000.0)
       RETURNING 1000 * EXTRACT(epoch FROM due - make_interval(secs => ${every} * ${slowness('rate')})
         - clock_timestamp())::double precision AS wait`,
      [key, 1 / perSecond, burst, longest],
    );
    if (reserved) return Math.max(0, reserved.wait);
    throw new NatError('timeout', `the rate limit of ${key} leaves no room before the deadline`, {
      remedy: 'allow the call more time (`within`), or make fewer calls at once',
    });
  }

  async #slowDown(key: string, retryAfter: number): Promise<number> {
    const { database, schema } = this.#tables;
    const pause = 'clock_timestamp() + make_interval(secs => $2 / 1000.0)';
    const recent = `rate.slowed > clock_timestamp() - interval '1 second'`;
    await database.askOnce(
      z.object({}),
      `INSERT INTO ${schema}.rate (key, due, slower, slowed) VALUES ($1, ${pause}, ${slowdown.factor}, clock_timestamp())
       ON CONFLICT (key) DO UPDATE SET
         due = GREATEST(rate.due, ${pause}),
         slower = CASE WHEN ${recent} THEN rate.slower
                  ELSE LEAST(${slowdown.most}, ${slowdown.factor} * ${slowness('rate')}) END,
         slowed = CASE WHEN ${recent} THEN rate.slowed ELSE clock_timestamp() END`,
      [key, retryAfter],
    );
    return 0;
  }

  /** `undefined` while the database is away. */
  async #withDatabase(work: () => Promise<number>): Promise<number | undefined> {
    if (this.#clock.now() < this.#awayUntil) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!NatError.is(error, 'unavailable')) throw error;
      this.#awayUntil = this.#clock.now() + away;
      return undefined;
    }
  }
}

/** The interval between two calls in seconds, and the burst. Without its type a parameter beside a whole number would have to be one. */
const [every, many] = ['$2::double precision', '$3::double precision'];

/** By how much the interval of a row is longer than allowed, at this moment. */
const slowness = (row: string): string =>
  `GREATEST(1, ${row}.slower * exp(-${slowdown.perSecond} * LEAST(1000, EXTRACT(epoch FROM clock_timestamp() - GREATEST(${row}.slowed, clock_timestamp() - interval '1000 seconds')))::double precision))`;
