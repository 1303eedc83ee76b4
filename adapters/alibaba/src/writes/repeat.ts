import { type Call, derivedCall, exactlyOnce, NatError } from '@polynat/core';
import type { Context } from '../lookup/context.ts';

export interface Answered {
  readonly RequestId?: string;
}

/** A write the API has no token for: when its answer is lost, a look tells whether it happened before it is repeated. */
export const once = (
  { clock }: Context,
  call: Call,
  write: () => Promise<Answered>,
  happened: () => Promise<boolean>,
): Promise<Answered> =>
  exactlyOnce({ clock, call, write, find: async () => ((await happened()) ? {} : undefined) });

/** What is gone already needs no removal. */
export async function goneIsDone(removal: Promise<Answered>): Promise<Answered> {
  try {
    return await removal;
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found')) return {};
    throw thrown;
  }
}

/** Milliseconds between two tries of a write that comes too early. */
const pause = 2_000;

/**
 * The service learns some seconds late of what it has itself reported as done: an address just bound, a rule just deleted. A write
 * refused with one of these codes is repeated for as long as a look shows that its reason is over, and fails at once otherwise.
 */
export async function whileLagging<T>(
  { clock }: Context,
  call: Call,
  codes: readonly string[] | undefined,
  write: (call: Call) => Promise<T>,
  isOver: (code: string) => Promise<boolean>,
): Promise<T> {
  let current = call;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(current);
    } catch (thrown) {
      const error = NatError.from(thrown);
      const code = error.provider?.code ?? '';
      const late = clock.now() + pause >= call.deadline;
      if (!codes?.includes(code) || late || !(await isOver(code))) throw error;
      if (error.outcome === 'none' && !call.tokenGiven) current = laterCall(call, attempt);
      await clock.sleep(pause, call.signal);
    }
  }
}

/**
 * A refusal may be remembered under the token it came in with, so the next try has its own; not when the answer to an earlier try
 * was lost, for then only the token keeps the write from happening twice. The same call walks through the same tokens.
 */
const laterCall = (call: Call, attempt: number): Call => ({
  ...call,
  token: derivedCall(call, `lag ${attempt}`).token,
});
