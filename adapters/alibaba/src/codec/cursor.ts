import type { Page } from '@polynat/core';
import { optional } from './optional.ts';

/** The most the service gives; elastic IPs alone come by the hundred. */
export const pageSize = 50;

interface Counted {
  readonly PageSize?: number;
  readonly TotalCount?: number;
}

/** Pages are numbered from 1, and the cursor is the number in text. */
export const pageNumber = (cursor: string | undefined): number => Number(cursor ?? 1);

/**
 * The page and where the next one starts. Some listings leave `TotalCount` out, so a page that is not full is the last as well; how
 * full it could have been the answer says itself.
 */
export function pageOf<T>(
  items: readonly T[],
  { PageSize = pageSize, TotalCount }: Counted,
  received: number,
  cursor: string | undefined,
): Page<T> {
  const number = pageNumber(cursor);
  const total = TotalCount ?? Number.POSITIVE_INFINITY;
  const more = received > 0 && received >= PageSize && number * PageSize < total;
  const positions = { read: received, ...optional('total', TotalCount) };
  return { items, positions, ...(more && { next: String(number + 1) }) };
}
