import { type Page, pageOf as sliceOf } from '../../common/page.ts';

export interface NumberedPageRequest {
  /** From 1. */
  readonly number: number;
  readonly size: number;
}

/** A page as this cloud counts them. */
export interface NumberedPage<Item> extends Page<Item>, NumberedPageRequest {}

export function pageOf<Item>(
  all: readonly Item[],
  { number, size }: NumberedPageRequest,
  matches?: (item: Item) => boolean,
): NumberedPage<Item> {
  return { ...sliceOf(all, { offset: (number - 1) * size, limit: size }, matches), number, size };
}
