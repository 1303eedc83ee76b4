import { getMaxListeners } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hours, systemClock } from '../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('sleeps for weeks, though timers hold no more than 24.8 days', async () => {
  let awake = false;
  const sleeping = systemClock.sleep(hours(24 * 60)).then(() => {
    awake = true;
  });
  await vi.advanceTimersByTimeAsync(hours(24 * 60) - 1);
  expect(awake).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await sleeping;
  expect(awake).toBe(true);
});

it('sleeps without end until it is stopped, and leaves no timer', async () => {
  const stop = new AbortController();
  const sleeping = systemClock.sleep(Number.POSITIVE_INFINITY, stop.signal);
  await vi.advanceTimersByTimeAsync(hours(24 * 90));
  stop.abort();
  await expect(sleeping).rejects.toMatchObject({ code: 'aborted' });
  expect(vi.getTimerCount()).toBe(0);
});

it('lets one signal stop any number of sleepers without Node warning of a leak', async () => {
  const stop = new AbortController();
  const sleeping = systemClock.sleep(1_000, stop.signal);
  expect(getMaxListeners(stop.signal)).toBe(Number.POSITIVE_INFINITY);
  stop.abort();
  await expect(sleeping).rejects.toMatchObject({ code: 'aborted' });
});
