import type { Pages } from './runtime/pages.ts';

/** Opens a listing. `early` when its reader may see pages as they come, since nothing happens between two of them. */
export type OpenPages<T> = (early: boolean) => Pages<T>;

/**
 * A list that is fetched while it is read: `for await` over the items, `pages()` for one array per request, `take(n)` to stop
 * early. Every use starts anew from the first page. It is complete and shows nothing twice, or it fails: where a cloud counts its
 * pages by position, all of them are read before the first item is handed out, so that a loop may delete what it is given.
 */
export class Listing<T> implements AsyncIterable<T> {
  readonly #open: OpenPages<T>;

  constructor(open: OpenPages<T>) {
    this.#open = open;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const items of this.#open(false)) yield* items;
  }

  /** One array per request. With `early` each as it comes, for readers that change nothing between two of them. */
  pages(early = false): Pages<T> {
    return this.#open(early);
  }

  /** The first `count` items, asking for no page more than needed. */
  async take(count: number): Promise<T[]> {
    const taken: T[] = [];
    if (count <= 0) return taken;
    for await (const items of this.#open(true)) {
      taken.push(...items.slice(0, count - taken.length));
      if (taken.length === count) break;
    }
    return taken;
  }

  async toArray(): Promise<T[]> {
    const all: T[] = [];
    for await (const items of this.pages()) for (const item of items) all.push(item);
    return all;
  }

  /** The first item the test accepts. */
  async find(test: (item: T) => boolean): Promise<T | undefined> {
    for await (const items of this.#open(true)) {
      const found = items.find(test);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
