import { NatError, type Page } from '@polynat/core';

/** Lists are paged by position: the cursor is the position the next page starts at. */
export function decodeOffset(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new NatError('invalid-argument', 'the cursor is not one this listing gave', {
    field: 'cursor',
    remedy: 'start the listing anew',
  });
}

interface Range {
  readonly offset: number;
  readonly limit: number;
  /** How many there are, where the answer tells. */
  readonly total: number | undefined;
}

/** A page with the place of the next one. One that shows nothing is the last, whatever the total says. */
export function pageOf<T>(items: readonly T[], { offset, limit, total }: Range): Page<T> {
  const end = offset + items.length;
  const more = total === undefined ? items.length >= limit : end < total;
  const positions = { read: items.length, ...(total !== undefined && { total }) };
  return { items, positions, ...(more && items.length > 0 && { next: String(end) }) };
}
