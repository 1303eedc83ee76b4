import { defined } from '@polynat/adapter-kit';
import type { Page } from '@polynat/core';

/** The most the service gives; elastic IPs alone come by the hundred. */
const pageSize = 50;

interface Counted {
  readonly PageSize?: number;
  readonly TotalCount?: number;
}

/** Pages are numbered from 1, and the cursor is the number in text. */
const pageNumber = (cursor: string | undefined): number => Number(cursor ?? 1);

export const paging = (cursor: string | undefined, PageSize = pageSize) => ({
  PageNumber: pageNumber(cursor),
  PageSize,
});

/**
 * The page and where the next one starts. Some listings leave `TotalCount` out, so a page that is not full is the last as well; how
 * full it could have been the answer says itself. `read` is how many items came, before any filter.
 */
export function pageOf<Item>(
  items: readonly Item[],
  { PageSize = pageSize, TotalCount }: Counted,
  cursor: string | undefined,
  read = items.length,
): Page<Item> {
  const number = pageNumber(cursor);
  const more = read > 0 && read >= PageSize && number * PageSize < (TotalCount ?? Number.POSITIVE_INFINITY);
  return {
    items,
    positions: { read, ...defined({ total: TotalCount }) },
    ...(more && { next: String(number + 1) }),
  };
}
