import { describe, expect, it } from 'vitest';
import type { Page, PollResult } from '../src/driver.ts';
import {
  exactlyOnce,
  followPages,
  Lanes,
  Listing,
  MultiCloudListing,
  NatError,
  waitUntil,
} from './inside.ts';
import { countingRandom, leapingClock } from './scripted-driver.ts';

const pacing = { first: 0, every: 1_000, most: 4_000 };
const pending = (seen: string): PollResult => ({ type: 'pending', status: seen });
const never = new AbortController().signal;

function watch(looks: (PollResult | NatError)[], { clock = leapingClock(), signal = never } = {}) {
  const look = async () => {
    const next = looks.length > 1 ? looks.shift() : looks[0];
    if (NatError.is(next)) throw next;
    return next as PollResult;
  };
  const deadline = clock.now() + 60_000;
  return { what: 'the gateway', poll: look, pacing, clock, random: countingRandom(), signal, deadline };
}

describe('waiting', () => {
  it('returns as soon as the work is done, pausing longer each time', async () => {
    const waiting = watch([
      pending('a'),
      pending('a'),
      pending('a'),
      pending('b'),
      { type: 'done', value: 7 },
    ]);
    expect(await waitUntil(waiting)).toBe(7);
    expect(waiting.clock.slept).toEqual([1_000, 1_500, 2_250, 3_375]);
  });

  it('fails at once on a failed look', async () => {
    const error = new NatError('failed-precondition', 'the task failed');
    const waiting = watch([pending('running'), { type: 'failed', error }]);
    await expect(waitUntil(waiting)).rejects.toBe(error);
    expect(waiting.clock.slept).toHaveLength(1);
  });

  it('tells on timeout what it saw, and looks a last time at the deadline', async () => {
    const waiting = watch([pending('Creating'), pending('Modifying')]);
    await expect(waitUntil(waiting)).rejects.toThrow(
      '[timeout] waited 60 s for the gateway; saw Creating → Modifying',
    );
    expect(waiting.clock.now()).toBe(waiting.deadline);
  });

  it('goes on after a look that failed for a passing reason, and stops on one that did not', async () => {
    const passing = new NatError('unavailable', 'no answer', { retryable: true });
    expect(await waitUntil(watch([passing, { type: 'done', value: 1 }]))).toBe(1);
    const lasting = new NatError('forbidden', 'no');
    await expect(waitUntil(watch([lasting]))).rejects.toBe(lasting);
  });

  it('tells what it saw even when the last look finds no time left', async () => {
    const late = new NatError('timeout', 'the deadline passed before the request could be sent');
    await expect(waitUntil(watch([pending('Creating'), late]))).rejects.toMatchObject({
      code: 'timeout',
      outcome: 'unknown',
      message: expect.stringContaining('saw Creating'),
    });
  });

  it('does not count that as something seen', async () => {
    const late = new NatError('timeout', 'the deadline passed before the request could be sent');
    const waiting = watch([pending('Creating')]);
    const { poll: look, clock, deadline } = waiting;
    const onTime = async () => {
      if (clock.now() >= deadline) throw late;
      return look();
    };
    await expect(waitUntil({ ...waiting, poll: onTime })).rejects.toThrow(/saw Creating$/);
  });

  it('stops in the middle of a pause when the caller gives up', async () => {
    const stop = new AbortController();
    const clock = leapingClock({ held: true });
    const waiting = waitUntil(watch([pending('x')], { signal: stop.signal, clock }));
    await expect(waitUntilHeld(clock)).resolves.toBe(1);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    expect(clock.sleeping).toBe(0);
  });
});

async function waitUntilHeld(clock: { readonly sleeping: number }): Promise<number> {
  for (let turn = 0; turn < 20 && clock.sleeping === 0; turn += 1) await Promise.resolve();
  return clock.sleeping;
}

describe('lanes', () => {
  it('lets one in at a time, in the order they came, and forget themselves when empty', async () => {
    const lanes = new Lanes();
    const order: number[] = [];
    let inside = 0;
    const work = async (n: number) => {
      const leave = await lanes.enter('a', { onWaiting: () => undefined }, new AbortController().signal);
      inside += 1;
      expect(inside).toBe(1);
      await Promise.resolve();
      order.push(n);
      inside -= 1;
      leave();
    };
    await Promise.all(Array.from({ length: 50 }, (_, n) => work(n)));
    expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(lanes.size).toBe(0);
  });

  it('lets a waiter give up without disturbing the others', async () => {
    const lanes = new Lanes();
    const stop = new AbortController();
    const occupant = { onWaiting: () => undefined };
    const leave = await lanes.enter('a', occupant, never);
    const second = lanes.enter('a', { onWaiting: () => undefined }, stop.signal);
    const third = lanes.enter('a', { onWaiting: () => undefined }, new AbortController().signal);
    stop.abort();
    await expect(second).rejects.toMatchObject({ code: 'aborted' });
    leave();
    (await third)();
    expect(lanes.size).toBe(0);
  });

  it('hurries whoever is inside once somebody waits', async () => {
    const lanes = new Lanes();
    let hurried = 0;
    const leave = await lanes.enter('a', { onWaiting: () => (hurried += 1) }, never);
    const next = lanes.enter('a', { onWaiting: () => undefined }, new AbortController().signal);
    expect(hurried).toBe(1);
    leave();
    (await next)();
  });
});

describe('listings', () => {
  const items = (...ids: string[]) => ids.map((id) => ({ id }));
  const pages = [{ items: items('1', '2'), next: 'b' }, { items: [], next: 'c' }, { items: items('3') }];
  const at: Readonly<Record<string, number>> = { a: 0, b: 1, c: 2 };

  function listingOf(answers: (cursor: string) => Page<{ readonly id: string }>) {
    let fetched = 0;
    const fetch = async (cursor = 'a') => {
      fetched += 1;
      return answers(cursor);
    };
    const source = { fetch, identityOf: ({ id }: { readonly id: string }) => id };
    return { listing: new Listing((early) => followPages(source, early)), fetched: () => fetched };
  }
  const counted = () => listingOf((cursor) => pages[at[cursor] ?? 0] ?? { items: [] });

  it('yields every item of every page, empty pages included', async () => {
    expect(await counted().listing.toArray()).toEqual(items('1', '2', '3'));
  });

  it('asks for no page more than it needs', async () => {
    const { listing, fetched } = counted();
    expect(await listing.take(2)).toEqual(items('1', '2'));
    expect(fetched()).toBe(1);
  });

  it('starts anew each time it is read', async () => {
    const { listing } = counted();
    expect([await listing.toArray(), await listing.find(({ id }) => id > '2')]).toEqual([
      items('1', '2', '3'),
      { id: '3' },
    ]);
  });

  it('stops with an error on a page that leads back to itself', async () => {
    const stuck = listingOf(() => ({ items: [], next: 'again' })).listing;
    await expect(stuck.toArray()).rejects.toThrow(/makes no progress/);
  });

  it('stops with an error on an item that comes twice', async () => {
    const twice = listingOf((cursor) => ({
      items: items('1'),
      ...(cursor === 'a' && { next: 'b' }),
    })).listing;
    await expect(twice.toArray()).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('shows 1 twice'),
    });
  });

  it('keeps the answers of healthy clouds beside the failures of others', async () => {
    const healthy = listingOf(() => ({ items: items('x') })).listing;
    const failing = listingOf(() => {
      throw new NatError('unavailable', 'down');
    }).listing;
    const joined = new MultiCloudListing(
      new Map([
        ['one', healthy],
        ['two', failing],
        ['three', healthy],
      ]),
    );
    const { items: kept, failures } = await joined.settle();
    expect(kept).toEqual(items('x', 'x'));
    expect(failures).toMatchObject([{ cloud: 'two', error: { code: 'unavailable' } }]);
    await expect(joined.toArray()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await joined.take(1)).toEqual(items('x'));
  });

  describe('whose pages are found by position', () => {
    /** Two items a page, of what the cloud holds when it is asked. */
    function positional(held: () => readonly string[], told = true) {
      return listingOf((cursor) => {
        const all = held();
        const offset = cursor === 'a' ? 0 : Number(cursor);
        const page = items(...all.slice(offset, offset + 2));
        const end = offset + page.length;
        const positions = { read: page.length, ...(told && { total: all.length }) };
        return { items: page, positions, ...(page.length > 0 && end < all.length && { next: `${end}` }) };
      });
    }

    it.each([true, false])('may be deleted while they are read, the total told: %s', async (told) => {
      const left = new Set(['1', '2', '3', '4', '5']);
      for await (const { id } of positional(() => [...left], told).listing) left.delete(id);
      expect(left.size).toBe(0);
    });

    it('are read again when the total has changed on the way', async () => {
      const held = ['1', '2', '3', '4', '5'];
      const { listing, fetched } = positional(() => (fetched() === 2 ? held.splice(0, 1) && held : held));
      expect(await listing.toArray()).toEqual(items('2', '3', '4', '5'));
    });

    it('come one by one where only some are wanted, and the rest once, after a change', async () => {
      const held = ['1', '2', '3', '4', '5'];
      const { listing, fetched } = positional(() => (fetched() === 3 ? held.splice(0, 1) && held : held));
      expect(await listing.take(1)).toEqual(items('1'));
      expect(fetched()).toBe(1);
      expect(await listing.take(4)).toEqual(items('1', '2', '3', '4'));
    });

    it('that never come out the same are given up', async () => {
      let grown = 3;
      const { listing } = positional(() => Array.from({ length: grown++ }, (_, index) => `${index}`));
      await expect(listing.toArray()).rejects.toMatchObject({ code: 'busy', retryable: true });
    });

    it('that end before their total say so', async () => {
      const short = listingOf(() => ({ items: items('1'), positions: { read: 1, total: 2 } })).listing;
      await expect(short.toArray()).rejects.toMatchObject({ code: 'protocol', retryable: true });
    });

    it('that repeat themselves are refused', async () => {
      const { listing } = listingOf((cursor) => ({
        items: items('1', '2'),
        positions: { read: 2, total: 6 },
        ...(cursor !== '4' && { next: cursor === 'a' ? '2' : '4' }),
      }));
      await expect(listing.toArray()).rejects.toMatchObject({ code: 'protocol' });
    });
  });
});

describe('exactly once', () => {
  const call = { signal: never, deadline: Number.POSITIVE_INFINITY, token: 't' };
  const lost = new NatError('unavailable', 'the answer was lost', { outcome: 'unknown', retryable: true });

  it('adopts what a lost write left behind instead of repeating it', async () => {
    let writes = 0;
    const write = async () => {
      writes += 1;
      throw lost;
    };
    const adopted = await exactlyOnce({ clock: leapingClock(), call, write, find: async () => 'made' });
    expect([adopted, writes]).toEqual(['made', 1]);
  });

  it('repeats only after a look has shown that nothing happened', async () => {
    const log: string[] = [];
    const write = async () => {
      log.push('write');
      if (log.length < 3) throw lost;
      return 'made';
    };
    const find = async () => {
      log.push('look');
      return undefined;
    };
    expect(await exactlyOnce({ clock: leapingClock(), call, write, find })).toBe('made');
    expect(log).toEqual(['write', 'look', 'write']);
  });

  it('passes a refusal on without looking', async () => {
    const refusal = new NatError('quota-exceeded', 'full');
    const find = () => Promise.reject(new Error('must not look'));
    const attempt = exactlyOnce({ clock: leapingClock(), call, write: () => Promise.reject(refusal), find });
    await expect(attempt).rejects.toBe(refusal);
  });

  it('says that the outcome is unknown when even the look fails', async () => {
    const find = () => Promise.reject(new NatError('unavailable', 'down'));
    const attempt = exactlyOnce({ clock: leapingClock(), call, write: () => Promise.reject(lost), find });
    await expect(attempt).rejects.toMatchObject({ outcome: 'unknown', remedy: /before you repeat/ });
  });
});
