export interface PageRequest {
  readonly number: number;
  readonly size: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly number: number;
  readonly size: number;
}

/** One page; without a filter nothing outside of it is looked at. */
export function pageOf<T>(
  all: readonly T[],
  { number, size }: PageRequest,
  keep?: (item: T) => boolean,
): Page<T> {
  const kept = keep === undefined ? all : all.filter(keep);
  const start = (number - 1) * size;
  return { items: kept.slice(start, start + size), total: kept.length, number, size };
}
