import type { Call, CallOptions } from '../call.ts';
import type { Page } from '../driver.ts';
import { Listing } from '../listing.ts';
import { followPages, identityOf, type Listable } from './pages.ts';
import { type Runtime, readCall } from './runtime.ts';
import { freeze } from './snapshot.ts';

type FetchPage<T> = (cursor: string | undefined, call: Call) => Promise<Page<T>>;

/** A listing of frozen items. */
export const listed = <T extends Listable>(
  runtime: Runtime,
  options: CallOptions | undefined,
  fetch: FetchPage<T>,
): Listing<T> => listedAs(runtime, options, fetch, (item) => item);

/**
 * The same, each item in another form. The caller's `within` counts for all pages together, from the first request on. Without it
 * every page has the default of a read, since a long listing is no reason to fail.
 */
export const listedAs = <T extends Listable, V extends object>(
  runtime: Runtime,
  options: CallOptions | undefined,
  fetch: FetchPage<T>,
  view: (item: T) => V,
): Listing<V> =>
  new Listing(async function* (early) {
    let deadline: number | undefined;
    const source = {
      fetch: (cursor: string | undefined) => {
        const call = readCall(runtime, options);
        if (options?.within !== undefined) deadline ??= call.deadline;
        return fetch(cursor, { ...call, ...(deadline !== undefined && { deadline }) });
      },
      identityOf,
    };
    for await (const items of followPages(source, early)) yield freeze(items.map(view));
  });
