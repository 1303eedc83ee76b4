import { NatError, type Page } from '@polynat/core';

/** A list that ends early without saying so loses what was still to come; one that points back to itself is an error instead. */
export function requireProgress(next: string | undefined, from: string | undefined): void {
  if (next === undefined || next !== from) return;
  throw new NatError('protocol', 'the list makes no progress: its next page is the one just read', {
    retryable: true,
  });
}

/** Every item of a list that is read page by page. */
export async function* itemsOf<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield* page.items;
    requireProgress(page.next, cursor);
    cursor = page.next;
  } while (cursor !== undefined);
}
