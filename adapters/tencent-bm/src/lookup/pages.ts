import type { Page } from '@polynat/core';
import { decodeOffset } from '../codec/cursor.ts';

/** Everything a listing has, read to its end. */
export async function everything<T>(read: (offset: number) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let next: string | undefined = '0';
  while (next !== undefined) {
    const page: Page<T> = await read(decodeOffset(next));
    all.push(...page.items);
    next = page.next;
  }
  return all;
}
