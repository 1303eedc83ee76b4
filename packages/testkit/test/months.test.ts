import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthsLater } from '../src/memory/months.ts';

const at = (text: string) => Date.parse(text);

describe('monthsLater', () => {
  it('keeps the day and the time of day', () => {
    expect(monthsLater(at('2024-01-15T10:30:00Z'), 3)).toBe(at('2024-04-15T10:30:00Z'));
  });

  it('ends on the last day of a shorter month', () => {
    expect(monthsLater(at('2024-01-31T00:00:00Z'), 1)).toBe(at('2024-02-29T00:00:00Z'));
    expect(monthsLater(at('2023-01-31T00:00:00Z'), 1)).toBe(at('2023-02-28T00:00:00Z'));
  });

  it('crosses years', () => {
    expect(monthsLater(at('2023-11-30T23:59:59Z'), 27)).toBe(at('2026-02-28T23:59:59Z'));
  });

  it('always lands in the month counted to', () => {
    const instants = fc.integer({ min: at('1980-01-01'), max: at('2100-01-01') });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 120 }), (instant, months) => {
        const [from, to] = [new Date(instant), new Date(monthsLater(instant, months))];
        const counted =
          (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
        expect(counted).toBe(months);
      }),
    );
  });
});
