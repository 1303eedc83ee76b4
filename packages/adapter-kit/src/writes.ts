import { type Call, type Clock, derivedCall, type ErrorCode, NatError } from '@polynat/core';

type Read<Value> = () => Promise<Value>;

/** `undefined` for what is not there. */
export const undefinedIfNotFound = <Value>(read: Read<Value>): Promise<Value | undefined> =>
  undefinedIf('not-found', read);

/** Keys for gateways need no rights on public IPs; what such a key may not see is left for the cloud to judge. */
export const undefinedIfForbidden = <Value>(read: Read<Value>): Promise<Value | undefined> =>
  undefinedIf('forbidden', read);

async function undefinedIf<Value>(code: ErrorCode, read: Read<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (NatError.is(thrown, code)) return undefined;
    throw thrown;
  }
}

export interface RefusedWrite<Answer> {
  readonly clock: Clock;
  readonly call: Call;
  /** Milliseconds between two tries. */
  readonly pause: number;
  write(call: Call): Promise<Answer>;
  /** Whether a refusal passes by itself, as far as the cloud shows. */
  passes(refusal: NatError): Promise<boolean>;
}

/**
 * Repeats a write whose refusal passes by itself, such as that of a gateway at work, until the deadline of the call. A refusal that was
 * still passing then is retryable, whatever its code says.
 */
export async function retryWhileRefused<Answer>(refused: RefusedWrite<Answer>): Promise<Answer> {
  const { clock, call, pause, write, passes } = refused;
  let current = call;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(current);
    } catch (thrown) {
      const refusal = NatError.from(thrown);
      if (clock.now() + pause >= call.deadline)
        throw attempt === 1 ? refusal : refusal.with({ retryable: true });
      if (!(await passes(refusal))) throw refusal;
      if (refusal.outcome === 'none' && !call.tokenGiven) current = laterCall(call, attempt);
      await clock.sleep(pause, call.signal);
    }
  }
}

/**
 * A cloud may remember a refusal under the token it came in with, so the next try has its own; not when the answer to an earlier try
 * was lost, for then only the token keeps the write from happening twice. The same call walks through the same tokens.
 */
const laterCall = (call: Call, attempt: number): Call => ({
  ...call,
  token: derivedCall(call, `lag ${attempt}`).token,
});
