/** Index of the first item of a sorted list that is not before the place sought; its length when all are. */
export function lowerBound<Item>(sorted: readonly Item[], isBefore: (item: Item) => boolean): number {
  const last = sorted.at(-1);
  // Things are mostly added at the end.
  if (last !== undefined && isBefore(last)) return sorted.length;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = sorted[middle];
    if (candidate !== undefined && isBefore(candidate)) low = middle + 1;
    else high = middle;
  }
  return low;
}
