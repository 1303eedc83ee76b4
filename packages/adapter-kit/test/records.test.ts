import { describe, expect, it } from 'vitest';
import { defined, matches } from '../src/index.ts';

describe('what is expected of a record', () => {
  it('is compared only where it was asked for', () => {
    const seen = { name: 'egress', tags: { team: 'net' }, size: { tier: 'small' } };
    expect(matches({}, seen)).toBe(true);
    expect(matches({ name: undefined, size: { tier: 'small' } }, seen)).toBe(true);
    expect(matches({ size: { tier: 'large' } }, seen)).toBe(false);
    expect(matches({ name: 'egress', tags: { team: 'shop' } }, seen)).toBe(false);
  });

  it('is not met by a field that is not shown', () => {
    expect(matches<{ name?: string }>({ name: 'egress' }, {})).toBe(false);
  });
});

describe('what was not given', () => {
  it('is left out, and what is empty stays', () => {
    const sent = defined({ Name: '', Description: undefined, Force: false, Count: 0 });
    expect(Object.entries(sent)).toEqual([
      ['Name', ''],
      ['Force', false],
      ['Count', 0],
    ]);
  });
});
