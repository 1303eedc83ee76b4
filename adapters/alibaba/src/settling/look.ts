import { type Look, NatError } from '@polynat/core';

export const done = <T>(value: T): Look<T> => ({ is: 'done', value });
export const gone: Look<void> = { is: 'done', value: undefined };
export const pending = (seen: string, step?: string): Look<never> => ({
  is: 'pending',
  seen,
  ...(step !== undefined && { step }),
});
export const failed = (error: NatError): Look<never> => ({ is: 'failed', error });

/** What is not listed: if it is new, only not yet. */
export const unlisted = (what: string, fresh = false): Look<never> =>
  fresh ? pending('not listed yet') : vanished(what);

/** What was being watched is not there any more: somebody removed it. */
export const vanished = (what: string): Look<never> =>
  failed(new NatError('not-found', `${what} has disappeared while it was being changed`));
