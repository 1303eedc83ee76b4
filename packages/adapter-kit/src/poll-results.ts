import { NatError, type PollResult } from '@polynat/core';

export const done = <Value>(value: Value): PollResult<Value> => ({ type: 'done', value });

/** What was to be removed is not there any more. */
export const gone: PollResult<void> = { type: 'done', value: undefined };

/** `status` is what was seen, in the cloud's words. */
export const pending = (status: string, step?: string): PollResult<never> => ({
  type: 'pending',
  status,
  ...(step !== undefined && { step }),
});

export const failed = (error: NatError): PollResult<never> => ({ type: 'failed', error });

/** A list may show a new thing late. */
export const notListedYet = pending('not listed yet');

/** What was being changed is not there any more: somebody removed it. */
export const vanished = (what: string): PollResult<never> =>
  failed(new NatError('not-found', `${what} has disappeared while it was being changed`));
