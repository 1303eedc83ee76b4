import { type Call, type Clock, NatError, type Random } from '@polynat/core';
import { onAbort } from './abort.ts';
import { readBody } from './body.ts';
import type { Exchange, Handler, Reply } from './interceptor.ts';
import { attemptLimit, longestRetryAfter, sizeLimit } from './limits.ts';
import { retryAfterOf } from './retry-after.ts';
import type { Sender, WireCall, WireRequest, WireResponse } from './wire.ts';

export interface AttemptTools {
  readonly sender: Sender;
  readonly clock: Clock;
  readonly random: Random;
}

/** One attempt, the innermost layer: build and sign → send → parse → raise → decode. */
export const attempting =
  (tools: AttemptTools): Handler =>
  async (exchange) => {
    const { wireCall, call } = exchange;
    const request = await untilAborted(build(exchange, tools), call.signal);
    if (call.beforeSend) await allowed(call.beforeSend, wireCall);
    const response = await heard(exchange, request, tools, send(request, wireCall, call, tools));
    return understand(wireCall, response, tools.clock);
  };

/** Tells a listener of the request and of what came of it. */
async function heard(
  { attempt, onAttempt }: Exchange<unknown>,
  request: WireRequest,
  { clock }: AttemptTools,
  answer: Promise<WireResponse>,
): Promise<WireResponse> {
  if (!onAttempt) return answer;
  const started = clock.now();
  try {
    const response = await answer;
    onAttempt({ attempt, duration: clock.now() - started, request, response });
    return response;
  } catch (thrown) {
    onAttempt({ attempt, duration: clock.now() - started, request, error: NatError.from(thrown) });
    throw thrown;
  }
}

/** Asynchronous also where it throws, so that every error arrives in one way. */
async function build(
  { wireCall, attempt, token }: Exchange<unknown>,
  { clock, random }: AttemptTools,
): Promise<WireRequest> {
  return wireCall.build({ number: attempt, token, instant: clock.now(), nonce: random.uuid() });
}

/** The caller's own check. Its refusal ends the call, and this request was not sent. */
async function allowed(
  beforeSend: NonNullable<Call['beforeSend']>,
  { cloud, operation, repeat, input = {} }: WireCall<unknown>,
): Promise<void> {
  try {
    await beforeSend({ cloud, operation, writes: repeat !== 'read', input });
  } catch (thrown) {
    throw NatError.from(thrown, 'aborted').with({ retryable: false, outcome: 'none' });
  }
}

async function send(
  request: WireRequest,
  { cloud, operation }: WireCall<unknown>,
  { signal, deadline }: Call,
  { sender, clock }: AttemptTools,
): Promise<WireResponse> {
  const left = deadline - clock.now();
  if (left <= 0) throw new NatError('timeout', 'the deadline passed before the request could be sent');
  try {
    return await sender.send(request, { signal, timeout: Math.min(attemptLimit, left), sizeLimit });
  } catch (thrown) {
    throw NatError.from(thrown, 'unavailable', { outcome: 'unknown' }).with({
      provider: { cloud, operation },
    });
  }
}

async function understand<T>(wireCall: WireCall<T>, response: WireResponse, clock: Clock): Promise<Reply<T>> {
  let body: unknown;
  try {
    body = await readBody(response, wireCall.format);
    const failure = wireCall.failure(body, response) ?? unexplained(response);
    if (failure) throw failure;
    const value = wireCall.decode(body, response);
    return { value, status: response.status, requestId: requestIdOf(wireCall, body, response) };
  } catch (thrown) {
    const error = NatError.from(thrown, 'protocol', { outcome: 'unknown' });
    throw explained(error, wireCall, body, response, clock);
  }
}

/** The error for a status that is not a success, when the answer holds no error of the cloud. */
function unexplained({ status, headers }: WireResponse): NatError | undefined {
  if (status >= 200 && status < 300) return undefined;
  const redirected = status < 400 && headers.location !== undefined;
  return new NatError('protocol', `HTTP ${status} without an error of the cloud`, {
    outcome: 'unknown',
    retryable: status >= 500,
    remedy: redirected
      ? 'redirects are not followed, because the signature would be invalid: check the endpoint and its scheme'
      : 'check proxies and the endpoint: something other than the cloud answered',
  });
}

/** Adds request id, status and retry-after from the answer. */
function explained(
  error: NatError,
  wireCall: WireCall<unknown>,
  body: unknown,
  response: WireResponse,
  clock: Clock,
): NatError {
  const retryAfter = pauseOf(error, response, clock);
  if (error.provider && retryAfter === error.retryAfter) return error;
  const requestId = requestIdOf(wireCall, body, response);
  const { cloud, operation } = wireCall;
  const { status } = response;
  return error.with({
    provider: error.provider ?? { cloud, operation, status, ...(requestId !== undefined && { requestId }) },
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/** The pause the cloud asks for, in its error or in the header, in milliseconds. */
function pauseOf(error: NatError, response: WireResponse, clock: Clock): number | undefined {
  const asked = error.retryAfter ?? (error.retryable ? retryAfterOf(response, clock) : undefined);
  return asked === undefined ? undefined : Math.min(asked, longestRetryAfter);
}

/** An answer without a readable request id must hide neither the result nor the error it belongs to. */
function requestIdOf(wireCall: WireCall<unknown>, body: unknown, response: WireResponse): string | undefined {
  try {
    return wireCall.requestId(body, response);
  } catch {
    return undefined;
  }
}

/** Waits for work that cannot be stopped, but no longer than the caller does. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(NatError.aborted(signal.reason));
    const ignoreAbort = onAbort(signal, () => reject(NatError.aborted(signal.reason)));
    const done =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        ignoreAbort();
        settle(value);
      };
    work.then(done(resolve), done(reject));
  });
}
