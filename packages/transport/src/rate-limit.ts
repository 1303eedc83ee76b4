import { type Clock, NatError, systemClock } from '@polynat/core';
import { CallQueue } from './call-queue.ts';
import type { Interceptor } from './interceptor.ts';
import { type Allowance, Pace } from './pace.ts';

/** How many calls may leave, per key. Several workers that share an account put a shared store behind this port. */
export interface RateLimiter {
  /**
   * Resolves when a call under this key may leave; callers leave in the order they asked. Rejects with `timeout` as soon as it is certain
   * that this would be after the deadline (milliseconds since 1970), and with `aborted` when the signal fires.
   */
  acquire(key: string, signal?: AbortSignal, deadline?: number): Promise<void>;
  /** Reports that the cloud throttled a call: every caller of the key slows down. `retryAfter` in milliseconds. */
  throttled(key: string, retryAfter?: number): void | Promise<void>;
}

export interface MemoryRateLimiterOptions extends Partial<Allowance> {
  /** The allowance of one key, where it differs: `perSecond` and `burst` are for all others. */
  readonly allowanceOf?: (key: string) => Allowance | undefined;
  readonly clock?: Clock;
}

export interface MemoryRateLimiter extends RateLimiter {
  throttled(key: string, retryAfter?: number): void;
}

/**
 * Keeps the rates of this process. Without `perSecond` a key is free until the cloud throttles it, and then finds its rate as a TCP
 * connection does. The clouds publish hardly any rate (Tencent Cloud alone: API 3.0, 20 calls a second per operation), a throttle is a
 * clean refusal that can be retried, and a guessed limit would slow down every account that is allowed more.
 */
export function memoryRateLimiter(options: MemoryRateLimiterOptions = {}): MemoryRateLimiter {
  const queues = new Map<string, CallQueue>();
  const queueOf = (key: string): CallQueue => {
    const known = queues.get(key);
    if (known) return known;
    const queue = new CallQueue(key, new Pace(allowanceFor(key, options)), options.clock ?? systemClock);
    queues.set(key, queue);
    return queue;
  };
  return {
    acquire: (key, signal, deadline = Number.POSITIVE_INFINITY) => queueOf(key).acquire(signal, deadline),
    throttled: (key, retryAfter) => queueOf(key).throttled(retryAfter),
  };
}

function allowanceFor(
  key: string,
  { allowanceOf, perSecond, burst }: MemoryRateLimiterOptions,
): Allowance | undefined {
  const own = allowanceOf?.(key);
  if (own || perSecond === undefined) return own;
  return { perSecond, ...(burst !== undefined && { burst }) };
}

/** Lets each attempt wait until it may leave, and tells the limiter of throttles. */
export const limiting =
  (limiter: RateLimiter, clock: Clock): Interceptor =>
  (next) =>
  async (exchange) => {
    const { rateKey } = exchange.wireCall;
    const asked = clock.now();
    await limiter.acquire(rateKey, exchange.call.signal, exchange.call.deadline);
    const wait = clock.now() - asked;
    if (wait > 0) exchange.onQueued(wait);
    try {
      return await next(exchange);
    } catch (thrown) {
      if (NatError.is(thrown, 'throttled')) await report(limiter, rateKey, thrown.retryAfter);
      throw thrown;
    }
  };

/** A store that cannot be reached must not hide what the cloud answered. */
async function report(limiter: RateLimiter, key: string, retryAfter: number | undefined): Promise<void> {
  try {
    await limiter.throttled(key, retryAfter);
  } catch {
    // The next call asks the store and fails with its error.
  }
}
