import { type Clock, type Random, systemClock, systemRandom } from '@polynat/core';
import { attempting } from './attempt.ts';
import { defaultSender } from './default-sender.ts';
import { compose, type Interceptor } from './interceptor.ts';
import { limiting, memoryRateLimiter, type RateLimiter } from './rate-limit.ts';
import { retrying } from './retry.ts';
import { RetryBudget, type RetryPolicy, retryPolicy } from './retry-policy.ts';
import type { Trace } from './trace.ts';
import { tracing } from './tracing.ts';
import type { Sender, Transport } from './wire.ts';

export interface TransportOptions {
  /**
   * Sends the requests, and is yours to close. When left out, the transport makes and closes its own: `gotSender()`, or `leanSender()`
   * where got cannot be loaded.
   */
  readonly sender?: Sender;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Give drivers of one account the same one, so that they share its rates. */
  readonly rateLimiter?: RateLimiter;
  readonly trace?: Trace;
  /** Kinds of failure to retry more or less often than usual. */
  readonly retry?: Partial<RetryPolicy>;
}

/** Without a listener. */
const unheard = { onRetry: () => undefined, onQueued: () => undefined };

/** The pipeline every adapter feeds: trace → retry → rate limit → build and sign → send → parse → raise. */
export function createTransport(options: TransportOptions = {}): Transport {
  const { clock = systemClock, random = systemRandom, trace } = options;
  const sender = options.sender ?? defaultSender();
  const rateLimiter = options.rateLimiter ?? memoryRateLimiter({ clock });
  const policy = { ...retryPolicy, ...options.retry };
  const layers: readonly Interceptor[] = [
    ...(trace ? [tracing(trace, clock)] : []),
    retrying({ clock, random, policy, budget: new RetryBudget() }),
    limiting(rateLimiter, clock),
  ];
  const handle = compose(layers, attempting({ sender, clock, random }));
  return {
    call: async (wireCall, call) => {
      const exchange = { wireCall, call, attempt: 1, token: call.token, ...unheard };
      return (await handle(exchange)).value;
    },
    close: async () => {
      if (!options.sender) await sender.close();
    },
  };
}
