import type { Call } from '../call.ts';
import type { Clock } from '../clock.ts';
import { NatError } from '../errors.ts';

/** Does what can be stopped by a signal, and stops it at the deadline: for waiting that happens before anything is sent. */
export async function beforeDeadline<T>(
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  { signal, deadline }: Call,
  clock: Clock,
): Promise<T> {
  const late = new AbortController();
  const over = new AbortController();
  const expire = () => late.abort(tooLate(what));
  clock.sleep(Math.max(0, deadline - clock.now()), over.signal).then(expire, () => undefined);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    over.abort();
  }
}

const tooLate = (what: string): NatError =>
  new NatError('timeout', `${what} did not come before the deadline; nothing was sent`, {
    remedy: 'allow the call more time (`within`), since changes of one gateway wait for each other',
  });
