import type { Call, CallOptions } from '../call.ts';
import type { Page } from '../driver.ts';
import { Listing } from '../listing.ts';
import { followPages, identityOf, type Listable, type Pages } from './pages.ts';
import { type Runtime, readCall } from './runtime.ts';
import { freeze } from './snapshot.ts';

export type FetchPage<T> = (cursor: string | undefined, call: Call) => Promise<Page<T>>;

/** Follows the pages of one request after another. Each request of a listing is opened by the same clock and deadline. */
type Follow = <T extends Listable>(fetch: FetchPage<T>) => Pages<T>;

/** A listing of frozen items. */
export const listed = <T extends Listable>(
  runtime: Runtime,
  options: CallOptions | undefined,
  fetch: FetchPage<T>,
): Listing<T> =>
  listedAs(
    runtime,
    options,
    (follow) => follow(fetch),
    (item) => item,
  );

/** The same, of those items that a filter means. */
export const listedWhere = <T extends Listable>(
  runtime: Runtime,
  options: CallOptions | undefined,
  fetch: FetchPage<T>,
  isMeant: (item: T) => boolean,
): Listing<T> =>
  listedAs(
    runtime,
    options,
    async function* (follow) {
      for await (const items of follow(fetch)) yield items.filter(isMeant);
    },
    (item) => item,
  );

/**
 * The same from several requests, each item in another form. The caller's `within` counts for all pages together, from the first
 * request on. Without it every page has the default of a read, since a long listing is no reason to fail.
 */
export const listedAs = <T extends Listable, V extends object>(
  runtime: Runtime,
  options: CallOptions | undefined,
  pagesOf: (follow: Follow) => Pages<T>,
  view: (item: T) => V,
): Listing<V> =>
  new Listing(async function* (early) {
    let deadline: number | undefined;
    const follow: Follow = (fetch) => {
      const opened = (cursor: string | undefined) => {
        const call = readCall(runtime, options);
        if (options?.within !== undefined) deadline ??= call.deadline;
        return fetch(cursor, { ...call, ...(deadline !== undefined && { deadline }) });
      };
      return followPages({ fetch: opened, identityOf }, early);
    };
    for await (const items of pagesOf(follow)) yield freeze(items.map(view));
  });
