export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many items match, on this page and off it. */
  readonly total: number;
}

/** One page of the items that match; without a condition nothing outside of the page is looked at. */
export function pageOf<Item>(
  all: readonly Item[],
  { offset, limit }: PageRequest,
  matches?: (item: Item) => boolean,
): Page<Item> {
  const kept = matches === undefined ? all : all.filter(matches);
  return { items: kept.slice(offset, offset + limit), total: kept.length };
}
