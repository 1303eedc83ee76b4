import type { Call, CallOptions } from '../call.ts';
import type { Page } from '../driver.ts';
import { followPages, Listing } from '../listing.ts';
import { type Runtime, readCall } from './runtime.ts';
import { freeze } from './snapshot.ts';

/**
 * A listing of frozen items. The caller's `within` counts for all pages together, from the first request on. Without it every page
 * has the default of a read, since a long listing is no reason to fail.
 */
export const listed = <T>(
  runtime: Runtime,
  options: CallOptions | undefined,
  fetch: (cursor: string | undefined, call: Call) => Promise<Page<T>>,
): Listing<T> =>
  new Listing(() => {
    let deadline: number | undefined;
    return followPages(async (cursor) => {
      const call = readCall(runtime, options);
      if (options?.within !== undefined) deadline ??= call.deadline;
      return freeze(await fetch(cursor, { ...call, ...(deadline !== undefined && { deadline }) }));
    });
  });
