import { getMaxListeners } from 'node:events';
import { NatError } from '@polynat/core';
import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { createTransport, memoryRateLimiter, type TraceEvent } from '../src/index.ts';
import {
  busy,
  callAt,
  failureFrom,
  fine,
  json,
  quickTransport,
  refusedForGood,
  scriptedSender,
  type Turn,
  text,
  wireCall,
} from './inside.ts';

describe('the pipeline', () => {
  it('gives back what the adapter decodes', async () => {
    const { clock, transport } = quickTransport(scriptedSender(fine));
    const decode = (body: unknown) => JSON.stringify(body).length;
    await expect(transport.call({ ...wireCall(), decode }, callAt(clock))).resolves.toBe(32);
  });

  it('asks the adapter for the failure whatever the status', async () => {
    const { clock, transport } = quickTransport(scriptedSender(json({ fault: { code: 'not-found' } }, 200)));
    expect((await failureFrom(transport.call(wireCall(), callAt(clock)))).code).toBe('not-found');
  });

  it('hands an empty answer on as undefined', async () => {
    const { clock, transport } = quickTransport(scriptedSender(text('', 200)));
    await expect(transport.call(wireCall(), callAt(clock))).resolves.toBeUndefined();
  });

  it.each([
    ['a web page from a proxy', text('<html><body>Bad gateway</body></html>', 502), 'text/html'],
    ['truncated JSON', text('{"RequestId":"R-1","thi', 200, 'application/json'), 'application/json'],
    ['an empty answer of a status that is no success', text('', 503), 'HTTP 503'],
  ])('turns %s into a protocol error with unknown outcome', async (_name, answer, told) => {
    const sender = scriptedSender(answer);
    const { clock, transport } = quickTransport(sender);
    const error = await failureFrom(transport.call(wireCall({ repeat: 'once' }), callAt(clock)));
    expect(error).toMatchObject({ code: 'protocol', outcome: 'unknown', retryable: true });
    expect(error.message).toContain(told);
    expect(error.provider).toMatchObject({
      cloud: 'fluffy',
      operation: 'DescribeThings',
      status: answer.status,
    });
    expect(sender.requests).toHaveLength(1);
  });

  it('reads again when a proxy answered in the place of the cloud', async () => {
    const { clock, transport } = quickTransport(scriptedSender(text('<html>', 502), fine));
    await expect(transport.call(wireCall(), callAt(clock))).resolves.toBeDefined();
  });

  it('names the redirect it does not follow', async () => {
    const moved = { ...text('', 301), headers: { location: 'https://elsewhere.test/' } };
    const { clock, transport } = quickTransport(scriptedSender(moved));
    const error = await failureFrom(transport.call(wireCall(), callAt(clock)));
    expect(error).toMatchObject({ code: 'protocol', retryable: false });
    expect(error.remedy).toContain('redirects are not followed');
  });

  it.each([
    ['failure', { failure: () => explode() }],
    ['decode', { decode: () => explode() }],
  ])('turns a mistake in an adapter’s %s into a protocol error', async (_name, change) => {
    const { clock, transport } = quickTransport(scriptedSender(fine));
    const error = await failureFrom(transport.call(wireCall(change), callAt(clock)));
    expect(error).toMatchObject({ code: 'protocol', outcome: 'unknown' });
  });

  it('does not fail a call over its request id', async () => {
    const { clock, transport } = quickTransport(scriptedSender(fine));
    const call = transport.call(wireCall({ requestId: () => explode() }), callAt(clock));
    await expect(call).resolves.toMatchObject({ things: [1] });
  });

  it('sends nothing when the request cannot be built, and says why', async () => {
    const sender = scriptedSender(fine);
    const { clock, transport } = quickTransport(sender);
    const build = () => Promise.reject(new NatError('unauthenticated', 'no keys'));
    expect((await failureFrom(transport.call(wireCall({ build }), callAt(clock)))).code).toBe(
      'unauthenticated',
    );
    expect(sender.requests).toHaveLength(0);
  });

  it('does not wait for credentials longer than the caller does', async () => {
    const stop = new AbortController();
    const { clock, transport } = quickTransport(scriptedSender(fine));
    const build = () => {
      queueMicrotask(() => stop.abort());
      return new Promise<never>(() => undefined);
    };
    const work = transport.call(wireCall({ build }), callAt(clock, 1_000, stop.signal));
    expect(await failureFrom(work)).toMatchObject({ code: 'aborted', outcome: 'none' });
  });

  it('sends nothing after the deadline or for a caller who has left', async () => {
    const sender = scriptedSender(fine);
    const { clock, transport } = quickTransport(sender);
    const late = await failureFrom(transport.call(wireCall(), callAt(clock, -1)));
    const gone = await failureFrom(transport.call(wireCall(), callAt(clock, 1_000, AbortSignal.abort())));
    expect([late.code, gone.code]).toEqual(['timeout', 'aborted']);
    expect(sender.requests).toHaveLength(0);
  });

  it('allows a try no more time than the deadline leaves', async () => {
    const timeouts: number[] = [];
    const sender = scriptedSender(fine);
    const spying = {
      ...sender,
      send: (...[request, options]: Parameters<typeof sender.send>) => {
        timeouts.push(options.timeout);
        return sender.send(request, options);
      },
    };
    const { clock, transport } = quickTransport(spying);
    await transport.call(wireCall(), callAt(clock, 7_000));
    await transport.call(wireCall(), callAt(clock, 900_000));
    expect(timeouts).toEqual([7_000, 30_000]);
  });

  it('lets one signal stop any number of calls without Node warning of a leak', async () => {
    const { signal } = new AbortController();
    const { clock, transport } = quickTransport(scriptedSender(fine));
    await transport.call(wireCall(), callAt(clock, 1_000, signal));
    expect(getMaxListeners(signal)).toBe(Number.POSITIVE_INFINITY);
  });

  it('leaves a sender to the one who gave it', async () => {
    const closed: string[] = [];
    const sender = { ...scriptedSender(fine), close: async () => void closed.push('sender') };
    await createTransport({ sender }).close();
    expect(closed).toEqual([]);
  });
});

describe('tracing', () => {
  const eventsOf = async (...turns: readonly Turn[]) => {
    const events: TraceEvent[] = [];
    const { clock, transport } = quickTransport(scriptedSender(...turns), {
      trace: (event) => events.push(event),
    });
    await transport.call(wireCall(), callAt(clock)).catch(() => undefined);
    return events;
  };
  /** Without the single requests. */
  const outlineOf = async (...turns: readonly Turn[]) =>
    (await eventsOf(...turns)).filter(({ type }) => type !== 'attempt');

  it('tells start, every repetition and the end, of one and the same call', async () => {
    const events = await outlineOf(busy, busy, fine);
    expect(events.map(({ type }) => type)).toEqual(['start', 'retry', 'retry', 'end']);
    expect(new Set(events.map(({ call }) => call)).size).toBe(1);
    expect(events[1]).toMatchObject({ attempt: 1, error: { code: 'busy' }, operation: 'DescribeThings' });
    expect(events[3]).toMatchObject({ attempts: 3, status: 200, requestId: 'R-9', cloud: 'fluffy' });
  });

  it('counts the waiting into the duration', async () => {
    const [, retry, end] = await outlineOf(busy, fine);
    expect(end).toMatchObject({ duration: retry?.type === 'retry' ? retry.wait : Number.NaN });
  });

  it('ends a failed call with its error and what the provider told', async () => {
    const [, end] = await outlineOf(refusedForGood);
    expect(end).toMatchObject({ type: 'end', attempts: 1, requestId: 'R-1', error: { code: 'not-found' } });
  });

  it('tells each request with its answer, as it may be shown', async () => {
    const attempts = (await eventsOf(busy, fine)).flatMap((event) =>
      event.type === 'attempt' ? [event] : [],
    );
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(attempts[1]).toMatchObject({ status: 200, duration: 0 });
    expect(attempts[1]?.http()).toMatchObject({ method: 'GET', answer: expect.any(String) });
  });

  it('tells how long an attempt waited for the rate limit', async () => {
    const waits: number[] = [];
    const ownClock = manualClock({ autoAdvance: true });
    const trace = (event: TraceEvent) => void (event.type === 'queued' && waits.push(event.wait));
    const { clock, transport } = quickTransport(scriptedSender(fine, fine), {
      trace,
      rateLimiter: memoryRateLimiter({ perSecond: 2, clock: ownClock }),
      clock: ownClock,
    });
    const calls = [1, 2].map(() => transport.call(wireCall(), callAt(clock)));
    await Promise.all(calls);
    expect(waits).toEqual([500]);
  });

  it('goes on when the listener throws', async () => {
    const { clock, transport } = quickTransport(scriptedSender(busy, fine), { trace: () => explode() });
    await expect(transport.call(wireCall(), callAt(clock))).resolves.toBeDefined();
  });
});

function explode(): never {
  throw new TypeError('cannot read properties of undefined');
}
