import { type Call, type Clock, NatError } from '@polynat/core';

const mostTries = 5;
const firstPause = 100;
const mostPause = 10_000;

/**
 * Repeats a request as every adapter's pipeline does: refusals for load until the deadline, lost answers a bounded number of
 * times. Repeating is safe here because the in-memory cloud recognises the token of a write.
 */
export async function persist<T>(clock: Clock, call: Call, request: () => T): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    await Promise.resolve();
    if (call.signal.aborted) throw NatError.aborted(call.signal.reason);
    try {
      return request();
    } catch (thrown) {
      const error = NatError.from(thrown);
      const pause = pauseAfter(error, tries);
      if (pause === undefined) throw error;
      if (clock.now() + pause > call.deadline) throw outOfTime(error);
      await clock.sleep(pause, call.signal);
    }
  }
}

/** `undefined` when the error is final. */
function pauseAfter(error: NatError, tries: number): number | undefined {
  if (!error.retryable) return undefined;
  if (error.code === 'unavailable' && tries >= mostTries) return undefined;
  return error.retryAfter ?? Math.min(firstPause * 2 ** (tries - 1), mostPause);
}

const outOfTime = (error: NatError): NatError =>
  new NatError('timeout', `no time is left to repeat after: ${error.message}`, {
    outcome: error.outcome,
    remedy: 'allow more time with `within`',
    cause: error,
  });
