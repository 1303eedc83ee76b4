import { lowerBound } from './lower-bound.ts';

export interface MarkedPage<Item> {
  readonly items: readonly Item[];
  /** The identifier the next page starts with; missing on the last page. */
  readonly next?: string;
}

/**
 * Items by identifier, listed in the order of their identifiers. A page costs what it holds, however many items there
 * are, and a marker whose item was deleted meanwhile still marks a place.
 */
export class Collection<Item extends { readonly id: string }> {
  readonly #items = new Map<string, Item>();
  readonly #order: string[] = [];

  get size(): number {
    return this.#items.size;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  add(item: Item): void {
    if (this.#items.has(item.id)) throw new Error(`The identifier ${item.id} is taken.`);
    this.#items.set(item.id, item);
    this.#order.splice(this.#placeOf(item.id), 0, item.id);
  }

  remove(id: string): void {
    if (this.#items.delete(id)) this.#order.splice(this.#placeOf(id), 1);
  }

  *[Symbol.iterator](): Generator<Item> {
    yield* this.#from(0);
  }

  /** Up to `limit` items that match, from `marker` on. */
  page(marker: string, limit: number, matches: (item: Item) => boolean = () => true): MarkedPage<Item> {
    const items: Item[] = [];
    for (const item of this.#from(this.#placeOf(marker))) {
      if (!matches(item)) continue;
      if (items.length === limit) return { items, next: item.id };
      items.push(item);
    }
    return { items };
  }

  *#from(start: number): Generator<Item> {
    for (let place = start; place < this.#order.length; place += 1) {
      const item = this.#items.get(this.#order[place] ?? '');
      if (item !== undefined) yield item;
    }
  }

  /** Index of the first identifier that is not before `id`. */
  #placeOf(id: string): number {
    return lowerBound(this.#order, (candidate) => candidate < id);
  }
}
