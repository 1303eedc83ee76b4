import type { NumberedPage, NumberedPageRequest } from '../../../world/alibaba/listing.ts';
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
