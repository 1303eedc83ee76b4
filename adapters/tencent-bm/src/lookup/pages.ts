import { type Listable, type Page, readAll } from '@polynat/core';
import { decodeOffset } from '../codec/cursor.ts';

/** Everything a listing has, read to its end, each item once. */
export const everything = <T extends Listable>(
  read: (offset: number) => Promise<Page<T>>,
): Promise<readonly T[]> => readAll((cursor) => read(decodeOffset(cursor)));
