import { lowerBound } from './lower-bound.ts';

/**
 * Items kept in order, so that a page is a slice whatever the list's length. Adding at the end, the usual case, and
 * looking up a place are cheap; the order of an item must not change while it is in the list.
 */
export class SortedList<T> {
  readonly #items: T[] = [];
  readonly #compare: (one: T, other: T) => number;

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#items.splice(this.#placeOf(item), 0, item);
  }

  remove(item: T): void {
    const place = this.#placeOf(item);
    if (this.#items[place] === item) this.#items.splice(place, 1);
  }

  all(): readonly T[] {
    return this.#items;
  }

  page(offset: number, limit: number, descending: boolean): readonly T[] {
    if (!descending) return this.#items.slice(offset, offset + limit);
    const end = Math.max(0, this.#items.length - offset);
    return this.#items.slice(Math.max(0, end - limit), end).reverse();
  }

  /** Where the item is, or where it would have to go. */
  #placeOf(item: T): number {
    return lowerBound(this.#items, (candidate) => this.#compare(candidate, item) < 0);
  }
}
