import type { Call } from '../call.ts';
import type { Clock } from '../clock.ts';
import { NatError } from '../errors.ts';

export interface OnceOptions<T> {
  readonly clock: Clock;
  readonly call: Call;
  /** The write. Called again only after a look has shown that the earlier one did not happen. */
  readonly write: () => Promise<T>;
  /**
   * Looks whether the write has happened after all. Must be exact: a marker only this write can have left, or a state nothing else
   * explains. `undefined` means it certainly did not happen.
   */
  readonly find: () => Promise<T | undefined>;
  /** Milliseconds before a look, since a cloud may show a new resource late. */
  readonly settle?: number;
}

const tries = 5;
const defaultSettle = 2_000;

/**
 * Makes a write happen once on an API without idempotency tokens: when the answer is lost, it looks before it repeats, and adopts
 * what it finds. A look that fails leaves the outcome unknown, and the error says so.
 */
export async function exactlyOnce<T>(options: OnceOptions<T>): Promise<T> {
  let lost = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await options.write();
    } catch (thrown) {
      const error = NatError.from(thrown);
      if (error.outcome !== 'unknown') throw lost ? error.with({ outcome: 'unknown' }) : error;
      lost = true;
      const found = await lookAfter(error, options);
      if (found !== undefined) return found;
      if (attempt >= tries) throw error;
    }
  }
}

async function lookAfter<T>(
  lost: NatError,
  { clock, call, find, settle }: OnceOptions<T>,
): Promise<T | undefined> {
  try {
    await clock.sleep(settle ?? defaultSettle, call.signal);
    return await find();
  } catch (cause) {
    throw new NatError(lost.code, `${lost.plain}; looking whether it happened failed too`, {
      outcome: 'unknown',
      remedy: 'read the resource before you repeat the call: it may have happened',
      cause,
      ...(lost.provider && { provider: lost.provider }),
    });
  }
}
