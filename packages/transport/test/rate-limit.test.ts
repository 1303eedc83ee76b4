import { type Clock, NatError } from '@polynat/core';
import { type ManualClock, manualClock, seededRandom } from '@polynat/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryRateLimiter, type RateLimiter, type TraceEvent, type WireRequest } from '../src/index.ts';
import {
  callAt,
  failureFrom,
  fine,
  json,
  quickTransport,
  scriptedSender,
  throttled,
  wireCall,
} from './inside.ts';

const key = 'fluffy/account/region/nat';

/** The instants, after the start, at which `count` callers who come at once leave. */
async function departures(
  limiter: RateLimiter,
  clock: ManualClock,
  count: number,
): Promise<readonly number[]> {
  const start = clock.now();
  const left: number[] = [];
  const callers = Array.from({ length: count }, () =>
    limiter.acquire(key).then(() => left.push(clock.now() - start)),
  );
  await Promise.all(callers);
  return left;
}

const quick = (): ManualClock => manualClock({ autoAdvance: true });

describe('memoryRateLimiter', () => {
  it('lets everybody go at once while the cloud has not complained', async () => {
    const clock = quick();
    expect(await departures(memoryRateLimiter({ clock }), clock, 1_000)).toEqual(new Array(1_000).fill(0));
  });

  it('spaces calls evenly after the burst', async () => {
    const clock = quick();
    const limiter = memoryRateLimiter({ perSecond: 10, burst: 3, clock });
    expect(await departures(limiter, clock, 6)).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it('gives one key another allowance than the rest', async () => {
    const clock = quick();
    const allowanceOf = (name: string) => (name === key ? { perSecond: 2 } : undefined);
    const limiter = memoryRateLimiter({ perSecond: 100, allowanceOf, clock });
    expect(await departures(limiter, clock, 3)).toEqual([0, 500, 1_000]);
  });

  it('never lets more leave in any window than the burst and the rate allow, whenever callers come', async () => {
    const scenario = fc.record({
      perSecond: fc.integer({ min: 1, max: 50 }),
      burst: fc.integer({ min: 1, max: 8 }),
      pauses: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ perSecond, burst, pauses }) => {
        const clock = manualClock();
        const limiter = memoryRateLimiter({ perSecond, burst, clock });
        const left: number[] = [];
        const callers: Promise<unknown>[] = [];
        for (const pause of pauses) {
          callers.push(limiter.acquire(key).then(() => left.push(clock.now())));
          await clock.advance(pause);
        }
        await clock.advance((pauses.length * 1_000) / perSecond + 1_000);
        await Promise.all(callers);
        for (const [index, from] of left.entries()) {
          for (const [further, to] of left.slice(index).entries()) {
            const allowed = burst + ((to - from) * perSecond) / 1_000;
            expect(further + 1).toBeLessThanOrEqual(Math.floor(allowed + 0.001));
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets callers leave in the order they came, however many give up in between', async () => {
    const plan = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(plan, async (stays) => {
        const clock = quick();
        const limiter = memoryRateLimiter({ perSecond: 5, clock });
        const stop = new AbortController();
        const left: number[] = [];
        await limiter.acquire(key);
        const callers = stays.map((stay, index) =>
          limiter.acquire(key, stay ? undefined : stop.signal).then(
            () => left.push(index),
            () => undefined,
          ),
        );
        stop.abort();
        const start = clock.now();
        await Promise.all(callers);
        const patient = stays.flatMap((stay, index) => (stay ? [index] : []));
        expect(left).toEqual(patient);
        expect(clock.now() - start).toBe(patient.length * 200);
        expect(clock.sleeping).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves no timer behind when the only one waiting gives up', async () => {
    const clock = manualClock();
    const limiter = memoryRateLimiter({ perSecond: 1, clock });
    const stop = new AbortController();
    await limiter.acquire(key);
    const waiting = limiter.acquire(key, stop.signal);
    expect(clock.sleeping).toBe(1);
    stop.abort();
    expect((await failureFrom(waiting)).code).toBe('aborted');
    expect(clock.sleeping).toBe(0);
  });

  it('tells at once who could leave only after the deadline, without touching the others', async () => {
    const clock = quick();
    const limiter = memoryRateLimiter({ perSecond: 1, clock });
    const now = clock.now();
    const outcomes = [0, 1_500, 500, 2_500].map((deadline) =>
      limiter.acquire(key, undefined, now + deadline).then(
        () => clock.now() - now,
        (error) => NatError.is(error, 'timeout'),
      ),
    );
    expect(await Promise.all(outcomes)).toEqual([0, 1_000, true, 2_000]);
  });

  it('slows every caller of the key after a throttle, those who wait already too', async () => {
    const clock = quick();
    const limiter = memoryRateLimiter({ perSecond: 10, clock });
    await limiter.acquire(key);
    const left = departures(limiter, clock, 2);
    limiter.throttled(key, 5_000);
    const [first = 0, second = 0] = await left;
    expect(first).toBe(5_000);
    expect(second - first).toBeGreaterThan(110);
  });

  it('is not thrown out of step by a clock that is set back', async () => {
    const clock = quick();
    let error = 0;
    const skewed: Clock = {
      now: () => clock.now() + error,
      sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
    };
    for (const limiter of [
      memoryRateLimiter({ clock: skewed }),
      memoryRateLimiter({ perSecond: 10, clock: skewed }),
    ]) {
      await limiter.acquire(key);
      error -= 3_600_000;
      const before = clock.now();
      await limiter.acquire(key, undefined, skewed.now() + 60_000);
      expect(clock.now() - before).toBeLessThanOrEqual(100);
    }
  });

  it('does not take an absurd pause for an order: whoever can wait that long is let through in time', async () => {
    const clock = quick();
    const limiter = memoryRateLimiter({ clock });
    const start = clock.now();
    limiter.throttled(key, Number.POSITIVE_INFINITY);
    expect((await failureFrom(limiter.acquire(key, undefined, start + 60_000))).code).toBe('timeout');
    await limiter.acquire(key, undefined, start + 15 * 60_000);
    expect(clock.now() - start).toBeLessThanOrEqual(10 * 60_000);
  });

  it('finds a pace for a key without an allowance from what it did before the throttle', async () => {
    const clock = quick();
    const limiter = memoryRateLimiter({ clock });
    await departures(limiter, clock, 50);
    limiter.throttled(key);
    const left = await departures(limiter, clock, 11);
    expect(left[10]).toBeGreaterThan(10 * 20);
    expect(left[10]).toBeLessThan(12 * 28 + 5);
  });

  it('takes many throttles of one moment as one', async () => {
    const paceAfter = async (throttles: number) => {
      const clock = quick();
      const limiter = memoryRateLimiter({ perSecond: 10, clock });
      await limiter.acquire(key);
      for (let count = 0; count < throttles; count += 1) limiter.throttled(key);
      return departures(limiter, clock, 5);
    };
    expect(await paceAfter(50)).toEqual(await paceAfter(1));
  });

  it('returns to the full pace when no more throttles come', async () => {
    const clock = manualClock();
    const limiter = memoryRateLimiter({ perSecond: 10, clock });
    for (let count = 0; count < 5; count += 1) {
      limiter.throttled(key);
      await clock.advance(1_000);
    }
    await clock.advance(120_000);
    const left: number[] = [];
    const start = clock.now();
    const callers = [1, 2, 3].map(() => limiter.acquire(key).then(() => left.push(clock.now() - start)));
    await clock.advance(1_000);
    await Promise.all(callers);
    expect(left).toEqual([0, 100, 200]);
  });

  it('leaves other keys alone', async () => {
    const clock = manualClock();
    const limiter = memoryRateLimiter({ clock });
    limiter.throttled('another', 60_000);
    await expect(limiter.acquire(key)).resolves.toBeUndefined();
  });

  it('cuts the throttles of a busy fleet to a fraction at the same throughput', async () => {
    const clock = quick();
    const limiter = memoryRateLimiter({ clock });
    const cloud = leakyCloud(clock, 10);
    let refused = 0;
    const until = clock.now() + 60_000;
    const worker = async () => {
      while (clock.now() < until) {
        await limiter.acquire(key);
        if (cloud()) continue;
        refused += 1;
        limiter.throttled(key);
        await clock.sleep(500);
      }
    };
    await Promise.all(Array.from({ length: 40 }, worker));
    const accepted = cloud.accepted();
    expect(accepted).toBeGreaterThan(60 * 10 * 0.8);
    expect(refused / (accepted + refused)).toBeLessThan(0.3);
  });

  it('ends a call whose turn would come after its deadline, without a request or another try', async () => {
    const clock = quick();
    const rateLimiter = memoryRateLimiter({ clock });
    rateLimiter.throttled(key, 120_000);
    const sender = scriptedSender(fine);
    const { transport } = quickTransport(sender, { clock, rateLimiter });
    const started = clock.now();
    const error = await failureFrom(transport.call(wireCall({ repeat: 'once' }), callAt(clock)));
    expect(error).toMatchObject({ code: 'timeout', outcome: 'none' });
    expect([sender.requests.length, clock.now()]).toEqual([0, started]);
  });

  it('is told of throttles by the pipeline, so that calls of one key slow down together', async () => {
    const clock = quick();
    const seen: string[] = [];
    const rateLimiter: RateLimiter = {
      acquire: async (name) => void seen.push(`acquire ${name}`),
      throttled: (name) => void seen.push(`throttled ${name}`),
    };
    const { transport } = quickTransport(scriptedSender(throttled, fine), { clock, rateLimiter });
    await transport.call(wireCall(), callAt(clock));
    expect(seen).toEqual([`acquire ${key}`, `throttled ${key}`, `acquire ${key}`]);
  });
});

it('keeps the answer of the cloud when a shared store cannot be told of a throttle', async () => {
  const clock = quick();
  const rateLimiter: RateLimiter = {
    acquire: async () => undefined,
    throttled: () => Promise.reject(new Error('the database is gone')),
  };
  const { transport } = quickTransport(scriptedSender(throttled, fine), { clock, rateLimiter });
  await expect(transport.call(wireCall(), callAt(clock))).resolves.toMatchObject({ things: [1] });
});

describe('what throttles cost', () => {
  interface Listing {
    /** Calls of one alias, made by so many workers at once, each answered after so many milliseconds. */
    readonly calls?: number;
    readonly workers?: number;
    readonly latency?: number;
    /** Aliases of accounts of their own, and how many of them are throttled. */
    readonly aliases?: number;
    readonly throttledAliases?: number;
    /** Which of an alias's requests are throttled, counted from 1. */
    readonly throttles: (request: number) => boolean;
    readonly retryAfter?: number;
  }

  /** Milliseconds a listing takes: with its throttles, without them, and what the throttles themselves ask for. */
  async function timeOf(listing: Listing) {
    const { calls = 40, workers = 1, latency = 12, aliases = 1, throttledAliases = 1, retryAfter } = listing;
    const clock = quick();
    const rateLimiter = memoryRateLimiter({ clock });
    const requests = new Map<string, number>();
    const refusal = json({ fault: { code: 'throttled', retryAfter } }, 429);
    const sender = {
      ...scriptedSender(fine),
      send: async ({ url }: WireRequest) => {
        await clock.sleep(latency);
        const number = (requests.get(url) ?? 0) + 1;
        requests.set(url, number);
        const isThrottled = Number(url.at(-1)) < throttledAliases && listing.throttles(number);
        return isThrottled ? refusal : fine;
      },
    };
    let pauses = 0;
    const work = async (alias: number, worker: number) => {
      let paused = 0;
      const trace = (event: TraceEvent) => {
        if (event.type === 'retry') paused += event.wait;
      };
      const options = { clock, sender, rateLimiter, trace, random: seededRandom(alias * workers + worker) };
      const { transport } = quickTransport(sender, options);
      const url = `https://alias.test/${alias}`;
      const build = async () => ({ method: 'GET', url, headers: {} }) as const;
      const call = callAt(clock);
      for (let at = worker; at < calls; at += workers)
        await transport.call(wireCall({ rateKey: url, build }), call);
      pauses = Math.max(pauses, paused);
    };
    const started = clock.now();
    await Promise.all(
      Array.from({ length: aliases * workers }, (_, index) =>
        work(Math.floor(index / workers), index % workers),
      ),
    );
    return { taken: clock.now() - started, plain: (calls / workers) * latency, pauses };
  }

  const first = (count: number) => (request: number) => request <= count;
  const each = (step: number, last: number) => (request: number) => request % step === 0 && request <= last;

  it.each<[string, Listing]>([
    ['one throttle of a client that has sent nothing yet', { throttles: first(1) }],
    ['five at the start', { throttles: first(5) }],
    ['twenty at the start', { throttles: first(20) }],
    ['one in the middle', { throttles: (request) => request === 12 }],
    ['one late', { throttles: (request) => request === 25 }],
    ['five on the way', { throttles: each(5, 25) }],
    ['one of a client that has long been busy', { calls: 400, throttles: (request) => request === 190 }],
    ['five of a client that has long been busy', { calls: 400, throttles: each(50, 250) }],
    ['one of a cloud that answers slowly', { calls: 100, latency: 120, throttles: first(1) }],
    ['one among five workers', { calls: 200, workers: 5, throttles: (request) => request === 25 }],
    ['one among twenty workers', { calls: 400, workers: 20, throttles: (request) => request === 60 }],
    ['five at the start of five workers', { calls: 200, workers: 5, throttles: first(5) }],
    ['twenty at the start of five workers', { calls: 200, workers: 5, throttles: first(20) }],
    ['five of one alias of twenty', { aliases: 20, throttles: first(5) }],
    ['twenty of one alias of twenty', { aliases: 20, throttles: first(20) }],
    ['five of each alias', { aliases: 20, throttledAliases: 20, throttles: first(5) }],
    ['one with a pause of two seconds', { workers: 5, calls: 200, retryAfter: 2_000, throttles: first(1) }],
  ])('is at most half more than their own pauses: %s', async (_what, listing) => {
    const { taken, plain, pauses } = await timeOf(listing);
    expect(pauses).toBeGreaterThan(0);
    expect(taken).toBeLessThanOrEqual(1.5 * (plain + pauses));
  });

  it('refuses no caller who can leave in time because the rate grows back', async () => {
    const clock = quick();
    const limiter = memoryRateLimiter({ clock });
    limiter.throttled(key);
    const deadline = clock.now() + 60_000;
    const callers = Array.from({ length: 3_000 }, () => limiter.acquire(key, undefined, deadline));
    await expect(Promise.all(callers)).resolves.toHaveLength(3_000);
  });
});

/** A cloud that takes so many calls a second and refuses the others. */
function leakyCloud(clock: ManualClock, perSecond: number) {
  let second = 0;
  let taken = 0;
  let total = 0;
  const take = (): boolean => {
    const now = Math.floor(clock.now() / 1_000);
    if (now !== second) taken = 0;
    second = now;
    taken += 1;
    if (taken > perSecond) return false;
    total += 1;
    return true;
  };
  return Object.assign(take, { accepted: () => total });
}
