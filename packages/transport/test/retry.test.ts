import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import {
  brokenOff,
  busy,
  callAt,
  durableCallAt,
  failureFrom,
  fine,
  json,
  lost,
  outdated,
  quickTransport,
  refusedForGood,
  scriptedSender,
  type Turn,
  throttled,
  token,
  unreachable,
  wireCall,
} from './inside.ts';

describe('retrying', () => {
  it('waits out throttles and busy resources until the cloud says yes', async () => {
    const sender = scriptedSender(throttled, busy, throttled, busy, throttled, busy, throttled, fine);
    const { clock, transport } = quickTransport(sender);
    await expect(transport.call(wireCall(), callAt(clock))).resolves.toMatchObject({ things: [1] });
    expect(sender.requests).toHaveLength(8);
  });

  it('never starts a pause that would end after the deadline, and tells tries and last error', async () => {
    const { clock, transport } = quickTransport(scriptedSender(busy));
    const started = clock.now();
    const error = await failureFrom(transport.call(wireCall({ repeat: 'token' }), callAt(clock, 20_000)));
    expect(clock.now() - started).toBeLessThan(20_000);
    expect(error).toMatchObject({ code: 'timeout', retryable: true, outcome: 'none' });
    expect(error.message).toMatch(/after \d+ tries in [\d.]+ s, the last \[busy\] as scripted/);
    expect(error.provider).toMatchObject({ code: 'Scripted', requestId: 'R-1' });
    expect(NatError.is(error.cause, 'busy')).toBe(true);
  });

  it('tries what is broken four times and then says so', async () => {
    const sender = scriptedSender(unreachable);
    const { clock, transport } = quickTransport(sender);
    const error = await failureFrom(transport.call(wireCall(), callAt(clock)));
    expect(error.code).toBe('unavailable');
    expect(sender.requests).toHaveLength(4);
  });

  it('does not count waiting for a busy resource as a broken try', async () => {
    const sender = scriptedSender(busy, unreachable, busy, unreachable, busy, unreachable, busy, fine);
    const { clock, transport } = quickTransport(sender);
    await expect(transport.call(wireCall(), callAt(clock))).resolves.toBeDefined();
    expect(sender.requests).toHaveLength(8);
  });

  it('does not repeat what is refused for good', async () => {
    const sender = scriptedSender(refusedForGood, fine);
    const { clock, transport } = quickTransport(sender);
    expect((await failureFrom(transport.call(wireCall(), callAt(clock)))).code).toBe('not-found');
    expect(sender.requests).toHaveLength(1);
  });

  it.each([
    ['a lost answer', lost],
    ['a broken connection', brokenOff],
  ])('never repeats a write without a token after %s', async (_name, turn) => {
    const sender = scriptedSender(turn, fine);
    const { clock, transport } = quickTransport(sender);
    const error = await failureFrom(transport.call(wireCall({ repeat: 'once' }), callAt(clock)));
    expect(error.outcome).toBe('unknown');
    expect(sender.requests).toHaveLength(1);
  });

  it('repeats a write without a token that was refused or never sent', async () => {
    const sender = scriptedSender(throttled, unreachable, busy, fine);
    const { clock, transport } = quickTransport(sender);
    await expect(transport.call(wireCall({ repeat: 'once' }), callAt(clock))).resolves.toBeDefined();
    expect(sender.requests).toHaveLength(4);
  });

  it('asks the caller before each request, also after the pause before a retry', async () => {
    const order: string[] = [];
    const note = (what: string, turn: Turn) => async () => {
      order.push(what);
      if (NatError.is(turn) || typeof turn === 'function') throw turn;
      return turn;
    };
    const { clock, transport } = quickTransport(scriptedSender(note('sent', busy), note('sent', fine)), {
      trace: (event) => event.type === 'retry' && order.push('paused'),
    });
    const beforeSend = async () => void order.push('asked');
    await transport.call(wireCall(), { ...callAt(clock), beforeSend });
    expect(order).toEqual(['asked', 'sent', 'paused', 'asked', 'sent']);
  });

  it.each([
    ['nothing was sent', [busy], 'none'],
    ['an earlier request may have worked', [lost], 'unknown'],
  ] as const)('sends nothing more once the caller refuses: %s', async (_what, turns, outcome) => {
    const sender = scriptedSender(...turns, fine);
    const { clock, transport } = quickTransport(sender);
    const taken = new NatError('conflict', 'another process owns the run', {
      retryable: true,
      outcome: 'unknown',
    });
    const beforeSend = () => {
      if (sender.requests.length > 0) throw taken;
    };
    const call = { ...callAt(clock), beforeSend };
    const error = await failureFrom(transport.call(wireCall({ repeat: 'token' }), call));
    expect(error).toMatchObject({ code: 'conflict', plain: taken.plain, outcome, retryable: false });
    expect(sender.requests).toHaveLength(1);
  });

  it('ends as aborted when the check of the caller throws something else', async () => {
    const { clock, transport } = quickTransport(scriptedSender(fine));
    const lease = new Error('the lease is lost');
    const call = { ...callAt(clock), beforeSend: () => Promise.reject(lease) };
    const error = await failureFrom(transport.call(wireCall({ repeat: 'once' }), call));
    expect(error).toMatchObject({ code: 'aborted', outcome: 'none', cause: lease });
  });

  it('honours the pause the cloud asks for, in its error or in the header', async () => {
    const asking = json({ fault: { code: 'throttled' } }, 429, { 'retry-after': '7' });
    const { clock, transport } = quickTransport(scriptedSender(asking, fine));
    const started = clock.now();
    await transport.call(wireCall(), callAt(clock));
    expect(clock.now() - started).toBeGreaterThanOrEqual(7_000);
    expect(clock.now() - started).toBeLessThan(8_000);
  });

  it.each([
    ['header', json({ fault: { code: 'throttled' } }, 429, { 'retry-after': '999999999' })],
    ['date', json({ fault: { code: 'throttled' } }, 429, { 'retry-after': 'Fri, 01 Jan 2055 00:00:00 GMT' })],
    ['error', json({ fault: { code: 'throttled', retryAfter: 999_999_999_000 } }, 400)],
  ])('takes a pause of years for a mistake and waits five minutes: %s', async (_where, asking) => {
    const { clock, transport } = quickTransport(scriptedSender(asking, fine));
    const started = clock.now();
    const seen: (number | undefined)[] = [];
    const traced = quickTransport(scriptedSender(asking, fine), {
      clock,
      trace: (event) => event.type === 'retry' && seen.push(event.error.retryAfter),
    });
    await traced.transport.call(wireCall(), callAt(clock, 10 * 60_000));
    expect(clock.now() - started).toBeGreaterThanOrEqual(300_000);
    expect(clock.now() - started).toBeLessThan(310_000);
    expect(seen).toEqual([300_000]);
    expect((await failureFrom(transport.call(wireCall(), callAt(clock)))).retryAfter).toBe(300_000);
  });

  it('gives up at once when the cloud asks for a pause longer than the deadline allows', async () => {
    const asking = json({ fault: { code: 'throttled' } }, 429, { 'retry-after': '300' });
    const sender = scriptedSender(asking);
    const { clock, transport } = quickTransport(sender);
    const started = clock.now();
    const error = await failureFrom(transport.call(wireCall(), callAt(clock)));
    expect(error).toMatchObject({ code: 'timeout', retryAfter: 300_000 });
    expect(clock.now()).toBe(started);
    expect(sender.requests).toHaveLength(1);
  });

  it('waits longer from pause to pause, never twice alike', async () => {
    const { clock, transport } = quickTransport(scriptedSender(busy, busy, busy, fine));
    const waits: number[] = [];
    const call = callAt(clock);
    const traced = quickTransport(scriptedSender(busy, busy, busy, fine), {
      clock,
      trace: (event) => event.type === 'retry' && waits.push(event.wait),
    });
    await traced.transport.call(wireCall(), call);
    await transport.call(wireCall(), call);
    expect(waits).toHaveLength(3);
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(1_000 * 2 ** index);
    }
  });

  it('stops in the middle of a pause when the caller gives up, leaving no timer', async () => {
    const { clock, transport } = quickTransport(scriptedSender(busy));
    const stop = new AbortController();
    const call = callAt(clock, 60_000, stop.signal);
    clock.onAdvance(() => stop.abort());
    expect((await failureFrom(transport.call(wireCall(), call))).code).toBe('aborted');
    expect(clock.sleeping).toBe(0);
  });

  it('keeps an outage from multiplying calls: repetitions have a budget per allowance', async () => {
    const sender = scriptedSender(unreachable);
    const { clock, transport } = quickTransport(sender);
    for (let call = 0; call < 50; call += 1) await failureFrom(transport.call(wireCall(), callAt(clock)));
    expect(sender.requests).toHaveLength(50 + 100);
    await failureFrom(transport.call(wireCall({ rateKey: 'another' }), callAt(clock)));
    expect(sender.requests).toHaveLength(150 + 4);
  });

  it('earns repetitions back with calls that succeed', async () => {
    const turns = [
      ...Array.from({ length: 400 }, () => unreachable),
      ...Array.from({ length: 5 }, () => fine),
      unreachable,
    ];
    const sender = scriptedSender(...turns);
    const { clock, transport } = quickTransport(sender);
    while (sender.requests.length < 400) await failureFrom(transport.call(wireCall(), callAt(clock)));
    for (let call = 0; call < 5; call += 1) await transport.call(wireCall(), callAt(clock));
    const before = sender.requests.length;
    await failureFrom(transport.call(wireCall(), callAt(clock)));
    expect(sender.requests.length - before).toBe(2);
  });
});

describe('the token of a write', () => {
  const tokensUnder =
    (callFor: typeof durableCallAt) =>
    async (...turns: readonly Turn[]) => {
      const written = wireCall({ repeat: 'token' });
      const { clock, transport } = quickTransport(scriptedSender(...turns));
      await transport.call(written, callFor(clock, quarter)).catch(() => undefined);
      return written.attempts.map((attempt) => attempt.token);
    };
  const tokensOf = tokensUnder(durableCallAt);
  const passingTokensOf = tokensUnder((clock, within) => callAt(clock, within));
  const quarter = 15 * 60_000;
  /** Refusals of about four minutes. */
  const busyForLong: readonly Turn[] = Array.from({ length: 30 }, () => busy);

  it('is the caller’s own at first', async () => {
    expect(await tokensOf(fine)).toEqual([token]);
  });

  it('stays while the outcome is unknown', async () => {
    expect(await tokensOf(lost, brokenOff, lost, fine)).toEqual([token, token, token, token]);
  });

  it('stays after a throttle, which nothing remembers', async () => {
    expect(await tokensOf(throttled, throttled, fine)).toEqual([token, token, token]);
  });

  it('stays through the refusals of a resource that is busy for a while', async () => {
    expect(await tokensOf(busy, busy, busy, fine)).toEqual([token, token, token, token]);
  });

  it('changes after each definite refusal, which may be remembered, when nobody else knows the token', async () => {
    const tokens = await passingTokensOf(busy, busy, fine);
    expect(tokens[0]).toBe(token);
    expect(new Set(tokens).size).toBe(3);
    expect(await passingTokensOf(busy, lost, busy, fine)).toEqual([
      tokens[0],
      tokens[1],
      tokens[1],
      tokens[1],
    ]);
  });

  it('that was brought never changes, however long the refusals last', async () => {
    const tokens = await tokensOf(...busyForLong, fine);
    expect(tokens).toEqual(new Array(busyForLong.length + 1).fill(token));
  });

  it('stays for good once the outcome of an attempt is unknown: a later refusal says nothing about that attempt', async () => {
    const tokens = await passingTokensOf(busy, busy, lost, ...busyForLong, fine);
    const unsettled = tokens[2];
    expect(unsettled).not.toBe(token);
    expect(unsettled).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(tokens.slice(2))).toEqual(new Set([unsettled]));
  });

  it('is the same for a process that makes the call again after another was refused, lost the answer and died', async () => {
    const [, unsettled] = await tokensOf(busy, lost, lost, lost, lost);
    expect(await tokensOf(fine)).toEqual([unsettled]);
  });

  it('leaves the outcome unknown when a refusal follows a try that may have happened', async () => {
    const { clock, transport } = quickTransport(scriptedSender(lost, refusedForGood));
    const error = await failureFrom(transport.call(wireCall({ repeat: 'token' }), callAt(clock)));
    expect(error).toMatchObject({ code: 'not-found', outcome: 'unknown' });
    expect(error.remedy).toMatch(/look at the resource before you repeat/);
  });

  it('stays when the request reached nobody who could remember it, or was refused for its signature', async () => {
    expect(await tokensOf(unreachable, unreachable, fine)).toEqual([token, token, token]);
    expect(await tokensOf(outdated, outdated, fine)).toEqual([token, token, token]);
  });

  it('is the one that may have worked when the same call is made again after its outcome stayed unknown', async () => {
    const created = new Set<string>();
    const turns = [busy, busy, lost, lost, lost, lost, fine];
    const written = wireCall({
      repeat: 'token',
      failure: (body, response) => {
        if (response.status === 500 || response.status === 200)
          created.add(written.attempts.at(-1)?.token ?? '');
        return wireCall().failure(body, response);
      },
    });
    const { clock, transport } = quickTransport(scriptedSender(...turns));
    const failed = await failureFrom(transport.call(written, callAt(clock, quarter)));
    expect(failed).toMatchObject({ outcome: 'unknown' });
    await transport.call(written, callAt(clock));
    expect([...created]).not.toEqual([token]);
    expect(created.size).toBe(1);
    await transport.call(written, callAt(clock));
    expect(written.attempts.at(-1)?.token).toBe(token);
  });

  it('goes out with a fresh instant and nonce in every try', async () => {
    const written = wireCall({ repeat: 'token' });
    const { clock, transport } = quickTransport(scriptedSender(lost, lost, fine));
    await transport.call(written, callAt(clock));
    expect(written.attempts.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(new Set(written.attempts.map(({ nonce }) => nonce)).size).toBe(3);
    expect(new Set(written.attempts.map(({ instant }) => instant)).size).toBe(3);
  });
});
