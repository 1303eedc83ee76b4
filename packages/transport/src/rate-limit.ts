import { type Clock, NatError, systemClock } from '@polynat/core';
import type { Interceptor } from './interceptor.ts';
import { Lane } from './lane.ts';
import { type Allowance, Pace } from './pace.ts';

/** How many calls may leave, per key. Several workers that share an account put a shared store behind this port. */
export interface RateLimiter {
  /**
   * Resolves when a call under this key may leave; callers leave in the order they asked. Rejects with `timeout`, without waiting for
   * it, when that would be after the deadline (milliseconds since 1970), and with `aborted` when the signal fires.
   */
  acquire(key: string, signal?: AbortSignal, deadline?: number): Promise<void>;
  /** Tells that the cloud refused for load: every caller of the key slows down. `retryAfter` in milliseconds. */
  throttled(key: string, retryAfter?: number): void;
}

export interface MemoryRateLimiterOptions extends Partial<Allowance> {
  /** The allowance of one key, where it differs: `perSecond` and `burst` are for all others. */
  readonly allowanceOf?: (key: string) => Allowance | undefined;
  readonly clock?: Clock;
}

/**
 * Keeps the allowances of this process. Without `perSecond` a key is free until the cloud throttles it, and then finds its pace: the
 * clouds publish hardly any rate (Tencent Cloud alone: API 3.0, 20 calls a second per operation), a throttle is a clean refusal that
 * is waited out, and a guessed limit would slow down every account that is allowed more.
 */
export function memoryRateLimiter(options: MemoryRateLimiterOptions = {}): RateLimiter {
  const lanes = new Map<string, Lane>();
  const laneOf = (key: string): Lane => {
    const lane =
      lanes.get(key) ?? new Lane(key, new Pace(allowanceFor(key, options)), options.clock ?? systemClock);
    lanes.set(key, lane);
    return lane;
  };
  return {
    acquire: (key, signal, deadline = Number.POSITIVE_INFINITY) => laneOf(key).acquire(signal, deadline),
    throttled: (key, retryAfter) => laneOf(key).throttled(retryAfter),
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

/** Lets each try wait for its turn, and tells the limiter of throttles. */
export const limiting =
  (limiter: RateLimiter): Interceptor =>
  (next) =>
  async (exchange) => {
    const { rateKey } = exchange.wireCall;
    await limiter.acquire(rateKey, exchange.call.signal, exchange.call.deadline);
    try {
      return await next(exchange);
    } catch (thrown) {
      if (NatError.is(thrown, 'throttled')) limiter.throttled(rateKey, thrown.retryAfter);
      throw thrown;
    }
  };
