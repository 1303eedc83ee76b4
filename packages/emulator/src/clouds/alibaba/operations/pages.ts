import type { NumberedPage, NumberedPageRequest } from '../../../world/alibaba/listing.ts';
import { malformed } from '../parameters.ts';
import type { Fields } from '../wire.ts';

interface PageParameters {
  readonly PageNumber: number | undefined;
  readonly PageSize: number | undefined;
}

export function pageRequest({ PageNumber, PageSize }: PageParameters): NumberedPageRequest {
  return { number: PageNumber ?? 1, size: PageSize ?? 10 };
}

/** The counters every listing repeats. */
export function pageFields({ total, number, size }: NumberedPage<unknown>): Fields {
  return { PageNumber: number, TotalCount: total, PageSize: size };
}

interface TokenPage<Item> {
  readonly items: readonly Item[];
  /** Empty on the last page. */
  readonly next: string;
}

/** A page of a listing that is walked by NextToken. */
export function tokenPage<Item>(rows: readonly Item[], token = '0', size: number): TokenPage<Item> {
  if (!/^\d{1,9}$/.test(token)) malformed('NextToken');
  const start = Number(token);
  const end = start + size;
  return { items: rows.slice(start, end), next: end < rows.length ? String(end) : '' };
}
