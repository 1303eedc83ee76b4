import { describe, expect, it } from 'vitest';
import { createIdentity } from '../src/identity.ts';

describe('the identity of an emulator', () => {
  it('never spells a word twice, of any length', () => {
    const identity = createIdentity(3);
    for (const length of [3, 8, 20]) {
      const words = Array.from({ length: 20_000 }, () => identity.word(length));
      expect(new Set(words).size).toBe(20_000);
      expect(words.every((word) => /^[a-z0-9]+$/.test(word) && word.length === length)).toBe(true);
    }
  });

  it('goes through all short words before it would repeat one', () => {
    const identity = createIdentity(11);
    expect(new Set(Array.from({ length: 36 ** 2 }, () => identity.word(2))).size).toBe(36 ** 2);
  });

  it('repeats itself exactly from the same seed, and not from another', () => {
    const draw = (seed: number) => {
      const identity = createIdentity(seed);
      return [identity.word(8), identity.uuid(), identity.fraction()];
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('makes UUIDs of version 4', () => {
    const identity = createIdentity(1);
    const uuids = Array.from({ length: 1000 }, identity.uuid);
    expect(
      uuids.every((uuid) =>
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid),
      ),
    ).toBe(true);
    expect(new Set(uuids).size).toBe(1000);
  });
});
