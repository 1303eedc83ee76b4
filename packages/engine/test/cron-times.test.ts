import { describe, expect, it } from 'vitest';
import { CronTimes } from '../src/cron-times.ts';

const at = (time: string) => Date.parse(time);
const told = (times: readonly number[]) => times.map((time) => new Date(time).toISOString().slice(0, 16));

describe('the times of a cron expression', () => {
  it('include the moment itself among the last, and not among the next', () => {
    const times = new CronTimes({ cron: '0 2 * * *' });
    expect(told(times.last(2, at('2026-11-29T02:00:00Z')))).toEqual(['2026-11-29T02:00', '2026-11-28T02:00']);
    expect(told(times.last(1, at('2026-11-29T01:59:59.999Z')))).toEqual(['2026-11-28T02:00']);
    expect(times.next(at('2026-11-29T02:00:00Z'))).toBe(at('2026-11-30T02:00:00Z'));
    expect(times.next(at('2026-11-29T01:59:59.500Z'))).toBe(at('2026-11-29T02:00:00Z'));
  });

  it('come once a day also when the clocks are changed', () => {
    const times = new CronTimes({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' });
    const spring = ['2026-03-30T00:30', '2026-03-29T01:00', '2026-03-28T01:30'];
    expect(told(times.last(3, at('2026-03-30T12:00:00Z')))).toEqual(spring);
    const autumn = ['2026-10-26T01:30', '2026-10-25T00:30', '2026-10-24T00:30'];
    expect(told(times.last(3, at('2026-10-26T12:00:00Z')))).toEqual(autumn);
  });

  it('may never come', () => {
    const times = new CronTimes({ cron: '0 0 30 2 *' });
    expect(times.next(at('2026-01-01T00:00:00Z'))).toBeUndefined();
    expect(times.last(1, at('2026-01-01T00:00:00Z'))).toEqual([]);
  });
});
