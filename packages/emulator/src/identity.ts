import type { Identity } from './cloud.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** The longest word whose number still is an exact integer: 36^10 is below 2^52. */
const COUNTED_LETTERS = 10;

/** Random numbers by mulberry32: 32 bits of state, fast, and the same sequence on every machine. */
function createGenerator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/**
 * Numbers below `size`, each once before any comes again: a walk in steps that share no factor with `size` (a power of
 * 36, so odd and not divisible by 3 is enough). Uniqueness costs no memory that way.
 */
function createWalk(size: number, fraction: () => number): () => number {
  let step = Math.floor((0.2 + fraction() * 0.6) * size);
  while (step % 2 === 0 || step % 3 === 0) step += 1;
  let position = Math.floor(fraction() * size);
  return () => {
    position = (position + step) % size;
    return position;
  };
}

function spell(number: number, length: number): string {
  let rest = number;
  let word = '';
  for (let index = 0; index < length; index += 1) {
    word += ALPHABET.charAt(rest % 36);
    rest = Math.floor(rest / 36);
  }
  return word;
}

export function createIdentity(seed: number): Identity {
  const next = createGenerator(seed);
  const fraction = () => next() / 0x1_0000_0000;
  const walks = new Map<number, () => number>();
  const walkOf = (letters: number) => {
    const walk = walks.get(letters) ?? createWalk(36 ** letters, fraction);
    walks.set(letters, walk);
    return walk;
  };
  const hex = (digits: number) => next().toString(16).padStart(8, '0').slice(0, digits);
  return {
    fraction,
    word(length) {
      const counted = Math.min(length, COUNTED_LETTERS);
      const rest = length - counted;
      const tail = Array.from({ length: rest }, () => ALPHABET.charAt(next() % 36)).join('');
      return spell(walkOf(counted)(), counted) + tail;
    },
    uuid() {
      const variant = ((next() & 0x3fff) | 0x8000).toString(16);
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}-${hex(8)}${hex(4)}`;
    },
  };
}
