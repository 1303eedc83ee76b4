import type { Random } from '@polynat/core';

/** Chance that repeats itself: the same seed gives the same tokens, nonces and jitter. Never for production. */
export function seededRandom(seed: number): Random {
  const next = mulberry32(seed);
  return { fraction: next, uuid: () => uuidFrom(next) };
}

/** Tommy Ettinger's 32-bit generator: small, fast, and plenty for tests. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const uuidFrom = (fraction: () => number): string =>
  'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(fraction() * 16);
    return (place === 'y' ? (digit & 0x3) | 0x8 : digit).toString(16);
  });
