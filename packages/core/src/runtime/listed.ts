import type { Call, CallOptions } from '../call.ts';
import type { Page } from '../driver.ts';
import { followPages, Listing } from '../listing.ts';
import { type Runtime, readCall } from './runtime.ts';
import { freeze } from './snapshot.ts';

/** A listing of frozen items. Every page is a read of its own, with a deadline of its own. */
export const listed = <T>(
  runtime: Runtime,
  options: CallOptions | undefined,
  fetch: (cursor: string | undefined, call: Call) => Promise<Page<T>>,
): Listing<T> =>
  new Listing(() => followPages(async (cursor) => freeze(await fetch(cursor, readCall(runtime, options)))));
