import type { Page } from './driver.ts';
import { NatError } from './errors.ts';

export type Pages<T> = AsyncGenerator<readonly T[], void, undefined>;

/**
 * A list that is fetched while it is read: `for await` over the items, `pages()` for one array per request, `take(n)` to stop
 * early. Every use starts anew from the first page.
 */
export class Listing<T> implements AsyncIterable<T> {
  readonly #open: () => Pages<T>;

  constructor(open: () => Pages<T>) {
    this.#open = open;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const items of this.#open()) yield* items;
  }

  pages(): Pages<T> {
    return this.#open();
  }

  /** The first `count` items, asking for no page more than needed. */
  async take(count: number): Promise<T[]> {
    const taken: T[] = [];
    if (count <= 0) return taken;
    for await (const item of this) {
      taken.push(item);
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
    for await (const item of this) if (test(item)) return item;
    return undefined;
  }
}

/** Follows a driver's pages from cursor to cursor. */
export async function* followPages<T>(fetch: (cursor: string | undefined) => Promise<Page<T>>): Pages<T> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await fetch(cursor);
    yield page.items;
    cursor = page.next;
    if (cursor !== undefined) mustBeNew(cursor, seen);
  } while (cursor !== undefined);
}

/** A listing that ends early without saying so loses rules; a page that leads nowhere is an error instead. */
function mustBeNew(cursor: string, seen: Set<string>): void {
  if (seen.has(cursor)) {
    throw new NatError(
      'protocol',
      'the listing makes no progress: the cloud pointed to the same next page twice',
      {
        retryable: true,
      },
    );
  }
  seen.add(cursor);
}
