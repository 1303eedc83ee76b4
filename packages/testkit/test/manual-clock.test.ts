import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../src/index.ts';

describe('manualClock', () => {
  it('keeps time still until it is told to move', async () => {
    const clock = manualClock({ start: 1_000 });
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  it('wakes sleepers in the order they are due, each at its own instant', async () => {
    const clock = manualClock({ start: 0 });
    const woken: [string, number][] = [];
    const nap = async (name: string, length: number) => {
      await clock.sleep(length);
      woken.push([name, clock.now()]);
    };
    const naps = [nap('late', 30), nap('early', 10), nap('also early', 10)];
    await clock.advance(100);
    await Promise.all(naps);
    expect(woken).toEqual([
      ['early', 10],
      ['also early', 10],
      ['late', 30],
    ]);
  });

  it('wakes sleepers that lie down again inside the time it moves', async () => {
    const clock = manualClock({ start: 0 });
    const ticks: number[] = [];
    const ticking = (async () => {
      for (let count = 0; count < 3; count += 1) {
        await clock.sleep(10);
        ticks.push(clock.now());
      }
    })();
    await clock.advance(30);
    await ticking;
    expect(ticks).toEqual([10, 20, 30]);
  });

  it('leaves those sleeping whose time has not come', async () => {
    const clock = manualClock();
    const long = clock.sleep(1_000);
    await clock.advance(999);
    expect(clock.sleeping).toBe(1);
    await clock.advance(1);
    await long;
    expect(clock.sleeping).toBe(0);
  });

  it('leaves no sleeper behind when the signal fires', async () => {
    const clock = manualClock();
    const stop = new AbortController();
    const nap = clock.sleep(1_000, stop.signal);
    stop.abort();
    await expect(nap).rejects.toSatisfy((error) => NatError.is(error, 'aborted'));
    expect(clock.sleeping).toBe(0);
  });

  it('does not lie down at all when the signal has fired already', async () => {
    const clock = manualClock();
    await expect(clock.sleep(1, AbortSignal.abort())).rejects.toSatisfy((error) =>
      NatError.is(error, 'aborted'),
    );
    expect(clock.sleeping).toBe(0);
  });

  it('tells its listeners how far it moved, and waits for them before it wakes anybody', async () => {
    const clock = manualClock({ start: 0 });
    const story: string[] = [];
    const off = clock.onAdvance(async (milliseconds, now) => {
      await Promise.resolve();
      story.push(`moved ${milliseconds} to ${now}`);
    });
    const nap = clock.sleep(40).then(() => story.push('woke'));
    await clock.advance(100);
    await nap;
    off();
    await clock.advance(5);
    expect(story).toEqual(['moved 40 to 40', 'woke', 'moved 60 to 100']);
  });
});

describe('manualClock with autoAdvance', () => {
  it('moves by itself to the next due sleeper when everybody sleeps', async () => {
    const clock = manualClock({ start: 0, autoAdvance: true });
    await Promise.all([clock.sleep(86_400_000), clock.sleep(1_000)]);
    expect(clock.now()).toBe(86_400_000);
  });

  it('stays where it is once nobody sleeps', async () => {
    const clock = manualClock({ start: 0, autoAdvance: true });
    await clock.sleep(10);
    await new Promise(setImmediate);
    expect(clock.now()).toBe(10);
  });

  it('keeps time still while real work is held', async () => {
    const clock = manualClock({ start: 0, autoAdvance: true });
    const seen = await clock.hold(async () => {
      void clock.sleep(1_000);
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      return clock.now();
    });
    expect(seen).toBe(0);
    while (clock.sleeping > 0) await new Promise(setImmediate);
    expect(clock.now()).toBe(1_000);
  });
});
