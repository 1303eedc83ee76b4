import { describe, expect, it } from 'vitest';
import { seededRandom } from '../src/index.ts';

describe('seededRandom', () => {
  it('repeats itself for the same seed', () => {
    const [left, right] = [seededRandom(7), seededRandom(7)];
    expect([left.uuid(), left.fraction()]).toEqual([right.uuid(), right.fraction()]);
  });

  it('differs between seeds', () => {
    expect(seededRandom(7).uuid()).not.toBe(seededRandom(8).uuid());
  });

  it('makes UUIDs of version 4', () => {
    expect(seededRandom(1).uuid()).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  it('spreads fractions over [0, 1)', () => {
    const random = seededRandom(3);
    const fractions = Array.from({ length: 2_000 }, () => random.fraction());
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fractions)).toBeLessThan(1);
    expect(fractions.reduce((sum, fraction) => sum + fraction) / fractions.length).toBeCloseTo(0.5, 1);
  });
});
