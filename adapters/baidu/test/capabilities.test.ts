import { addressesOf, chooseSize } from '@polynat/core';
import { describe, expect, test } from 'vitest';
import { capabilities, sizes } from '../src/capabilities.ts';

describe('the facts', () => {
  test.each(Object.entries(capabilities.features))('of %s come from a public document', (_, fact) => {
    expect(fact.source).toMatch(/^https:\/\/cloud\.baidu\.com\/doc\//);
  });

  test.each(Object.entries(capabilities.features).filter(([, fact]) => !fact.supported))(
    'of %s say why not and what to do instead',
    (_, fact) => {
      if (fact.supported) throw new Error('it is supported');
      expect(fact.reason.length).toBeGreaterThan(10);
      expect(fact.remedy.length).toBeGreaterThan(10);
    },
  );

  test.each([
    [9_000, { tier: 'small' }],
    [10_001, { tier: 'medium' }],
    [200_000, { tier: 'large' }],
    [200_001, undefined],
  ])('choose a size for at least %i connections', (connections, size) => {
    expect(chooseSize({ atLeast: { connections } }, sizes)).toEqual(size);
  });

  test.each([
    [{ tier: 'small' } as const, 5],
    [{ tier: 'medium' } as const, 10],
    [{ tier: 'large' } as const, 15],
    [{ units: 1 }, 5],
    [{ units: 9 }, 45],
    [{ units: 100 }, 50],
  ])('tell how many addresses %j holds', (size, addresses) => {
    expect(addressesOf(size, sizes)).toBe(addresses);
  });
});
