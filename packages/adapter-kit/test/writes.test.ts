import { type Call, NatError } from '@polynat/core';
import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { itemsOf, retryWhileRefused, undefinedIfForbidden, undefinedIfNotFound } from '../src/index.ts';
import { failureFrom } from './inside.ts';

const busy = new NatError('failed-precondition', 'the gateway is at work');
const lost = new NatError('unavailable', 'no answer', { outcome: 'unknown' });

/** A write that fails in this order and then succeeds. */
function stage(failures: readonly NatError[], more: Partial<Call> = {}) {
  const clock = manualClock({ autoAdvance: true });
  const tokens: string[] = [];
  const call = {
    signal: new AbortController().signal,
    deadline: clock.now() + 10_000,
    token: 'a-token',
    ...more,
  };
  const write = async ({ token }: Call) => {
    const failure = failures[tokens.length];
    tokens.push(token);
    if (failure) throw failure;
    return 'done';
  };
  const retry = (passes: boolean) =>
    retryWhileRefused({ clock, call, pause: 3_000, write, passes: async () => passes });
  return { clock, tokens, retry };
}

describe('a refused write', () => {
  it('is sent again while its refusal passes, each time under a token of its own', async () => {
    const { tokens, retry } = stage([busy, busy]);
    expect(await retry(true)).toBe('done');
    expect([tokens[0], new Set(tokens).size]).toEqual(['a-token', 3]);
  });

  it('keeps the token that the caller gave', async () => {
    const { tokens, retry } = stage([busy], { tokenGiven: true });
    await retry(true);
    expect(tokens).toEqual(['a-token', 'a-token']);
  });

  it('keeps its token after a lost answer, which may have been a yes', async () => {
    const { tokens, retry } = stage([lost]);
    await retry(true);
    expect(tokens).toEqual(['a-token', 'a-token']);
  });

  it('fails at once when its refusal does not pass, and as retryable at the deadline', async () => {
    const final = stage([busy]);
    expect(await failureFrom(final.retry(false))).toBe(busy);
    expect(final.tokens).toHaveLength(1);
    const endless = stage(Array.from({ length: 9 }, () => busy));
    const { code, message, outcome } = busy;
    expect(await failureFrom(endless.retry(true))).toMatchObject({ code, message, outcome, retryable: true });
    expect(endless.tokens).toHaveLength(4);
  });
});

describe('a read', () => {
  const failing = (code: 'not-found' | 'forbidden') => async (): Promise<string> => {
    throw new NatError(code, 'no');
  };

  it('of what is not there, or may not be seen, is undefined', async () => {
    expect(await undefinedIfNotFound(failing('not-found'))).toBeUndefined();
    expect(await undefinedIfForbidden(failing('forbidden'))).toBeUndefined();
  });

  it('that fails otherwise fails', async () => {
    expect((await failureFrom(undefinedIfNotFound(failing('forbidden')))).code).toBe('forbidden');
    expect((await failureFrom(undefinedIfForbidden(failing('not-found')))).code).toBe('not-found');
  });
});

describe('a list', () => {
  it('is read page by page, and no further than asked', async () => {
    const read: (string | undefined)[] = [];
    const pages = async (cursor: string | undefined) => {
      read.push(cursor);
      return { items: [read.length], next: `${read.length}` };
    };
    for await (const item of itemsOf(pages)) if (item === 2) break;
    expect(read).toEqual([undefined, '1']);
  });

  it('whose next page is the one just read is a protocol error', async () => {
    const walk = async () => {
      for await (const _ of itemsOf(async () => ({ items: [1], next: 'same' })));
    };
    expect(await failureFrom(walk())).toMatchObject({ code: 'protocol', retryable: true });
  });
});
