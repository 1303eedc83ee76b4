import { type AddressRange, formatCidr } from '@polynat/core';

/** The blocks of `outer` that lie outside all of `inner`, in order. */
export function subtractBlocks(outer: AddressRange, inner: readonly AddressRange[]): readonly string[] {
  const blocks: string[] = [];
  let position = outer.first;
  for (const { first, last } of [...inner].sort((left, right) => left.first - right.first)) {
    blocks.push(...blocksOf(position, Math.min(first - 1, outer.last)));
    position = Math.max(position, last + 1);
  }
  return [...blocks, ...blocksOf(position, outer.last)];
}

/** A range as the fewest blocks. */
function blocksOf(first: number, last: number): readonly string[] {
  const blocks: string[] = [];
  for (let start = first; start <= last; ) {
    const prefix = widestAt(start, last);
    const length = 2 ** (32 - prefix);
    blocks.push(formatCidr({ first: start, last: start + length - 1, prefix }));
    start += length;
  }
  return blocks;
}

/** The shortest prefix whose block begins at `start` and does not reach beyond `last`. */
function widestAt(start: number, last: number): number {
  let prefix = 32;
  while (prefix > 0 && fits(start, last, prefix - 1)) prefix -= 1;
  return prefix;
}

function fits(start: number, last: number, prefix: number): boolean {
  const length = 2 ** (32 - prefix);
  return start % length === 0 && start + length - 1 <= last;
}

export const isHost = ({ first, last }: AddressRange): boolean => first === last;
