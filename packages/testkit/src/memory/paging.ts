import type { Page } from '@polynat/core';
import { NatError } from '@polynat/core';

/** One page of what there is, oldest first. The cursor is the last serial number seen, so that changes in between lose nothing. */
export function pageOf<S extends { readonly serial: number }, T>(
  items: Iterable<S>,
  cursor: string | undefined,
  size: number,
  view: (item: S) => T,
): Page<T> {
  const after = readCursor(cursor);
  const rest = [...items]
    .filter((item) => item.serial > after)
    .sort((left, right) => left.serial - right.serial);
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  return { items: shown.map(view), ...(last && rest.length > size && { next: `${last.serial}` }) };
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d+$/.test(cursor)) return Number(cursor);
  throw new NatError('invalid-argument', `"${cursor}" is not a place in this listing`, { field: 'cursor' });
}
