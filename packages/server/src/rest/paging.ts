import * as z from 'zod';
import type { Gathered } from '../reading/cloud-reads.ts';
import { Refusal } from '../refusal.ts';
import { problemOf } from './status.ts';

const usual = 100;
const most = 1_000;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(most).default(usual),
  cursor: z.string().exactOptional(),
};

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** The items after the one that a cursor names, and the cursor of those behind. */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { limit, cursor }: PageQuery,
): { readonly items: readonly T[]; readonly next?: string } {
  const start = cursor === undefined ? 0 : placeOf(items.map(idOf), cursor) + 1;
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return {
    items: page,
    ...(last !== undefined && start + limit < items.length && { next: encode(idOf(last)) }),
  };
}

function placeOf(ids: readonly string[], cursor: string): number {
  const place = ids.indexOf(Buffer.from(cursor, 'base64url').toString());
  if (place >= 0) return place;
  throw new Refusal(400, 'invalid-argument', 'the item it names is gone', {
    field: 'cursor',
    remedy: 'list from the beginning',
  });
}

const encode = (id: string): string => Buffer.from(id).toString('base64url');

/** A page of what several clouds answered. */
export function pageOfGathered<T>(gathered: Gathered<T>, idOf: (item: T) => string, query: PageQuery) {
  return {
    ...pageOf(gathered.items, idOf, query),
    failures: gathered.failures.map(({ cloud, error }) => ({ cloud, error: problemOf(error) })),
    readAt: instants(gathered.readAt),
  };
}

const instants = (times: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(times).map(([cloud, at]) => [cloud, new Date(at).toISOString()]));
