import { NatError, type PollResult } from '@polynat/core';

export const done = <T>(value: T): PollResult<T> => ({ type: 'done', value });
export const gone: PollResult<void> = { type: 'done', value: undefined };
export const pending = (seen: string, step?: string): PollResult<never> => ({
  type: 'pending',
  status: seen,
  ...(step !== undefined && { step }),
});
export const failed = (error: NatError): PollResult<never> => ({ type: 'failed', error });

/** What is not listed: if it is new, only not yet. */
export const unlisted = (what: string, fresh = false): PollResult<never> =>
  fresh ? pending('not listed yet') : vanished(what);

/** What was being watched is not there any more: somebody removed it. */
export const vanished = (what: string): PollResult<never> =>
  failed(new NatError('not-found', `${what} has disappeared while it was being changed`));
