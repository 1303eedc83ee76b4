import { type Call, NatError } from '@polynat/core';
import { type ManualClock, manualClock, seededRandom } from '@polynat/testkit';
import {
  type Attempt,
  createTransport,
  type Sender,
  type TransportOptions,
  type WireCall,
  type WireRequest,
  type WireResponse,
} from '../src/index.ts';

export const token = 'a-token-of-one-logical-write';

/** What a scripted cloud does with one request. */
export type Turn = WireResponse | NatError | ((request: WireRequest) => Promise<WireResponse>);

export const json = (value: unknown, status = 200, headers: WireResponse['headers'] = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(value)),
});

export const text = (body: string, status = 200, type = 'text/html'): WireResponse => ({
  status,
  headers: { 'content-type': type },
  body: Buffer.from(body),
});

/** Answers in turn; the last turn repeats for ever. */
export function scriptedSender(
  ...turns: readonly Turn[]
): Sender & { readonly requests: readonly WireRequest[] } {
  const requests: WireRequest[] = [];
  return {
    requests,
    send: async (request) => {
      const turn = turns[Math.min(requests.length, turns.length - 1)];
      requests.push(request);
      if (turn === undefined) throw new Error('the script is empty');
      if (NatError.is(turn)) throw turn;
      return typeof turn === 'function' ? turn(request) : turn;
    },
    close: async () => undefined,
  };
}

interface Failed {
  readonly fault?: {
    readonly code: 'throttled' | 'busy' | 'not-found' | 'internal' | 'unauthenticated';
    readonly lost?: boolean;
    readonly retryAfter?: number;
  };
}

/** A cloud whose failures are spelled `{ fault: { code, lost } }`, so that tests read as what happened. */
export function wireCall(
  changes: Partial<WireCall<unknown>> = {},
): WireCall<unknown> & { readonly attempts: readonly Attempt[] } {
  const attempts: Attempt[] = [];
  return {
    attempts,
    cloud: 'fluffy',
    operation: 'DescribeThings',
    rateKey: 'fluffy/account/region/nat',
    repeat: 'read',
    format: 'json',
    build: async (attempt) => {
      attempts.push(attempt);
      return { method: 'GET', url: 'https://api.fluffy.test/?Action=DescribeThings', headers: {} };
    },
    failure: (body) => failureOf(body),
    decode: (body) => body,
    requestId: (body) => (hasId(body) ? body.RequestId : undefined),
    ...changes,
  };
}

const hasId = (body: unknown): body is { readonly RequestId: string } =>
  typeof body === 'object' && body !== null && 'RequestId' in body;

function failureOf(body: unknown): NatError | undefined {
  const { fault } = isFailed(body) ? body : {};
  if (!fault) return undefined;
  const retryable = fault.code !== 'not-found';
  return new NatError(fault.code, 'as scripted', {
    retryable,
    outcome: fault.lost ? 'unknown' : 'none',
    ...(fault.retryAfter !== undefined && { retryAfter: fault.retryAfter }),
    provider: { cloud: 'fluffy', code: 'Scripted', requestId: 'R-1' },
  });
}

const isFailed = (body: unknown): body is Failed =>
  typeof body === 'object' && body !== null && 'fault' in body;

export const throttled = json({ fault: { code: 'throttled' } }, 400);
export const busy = json({ fault: { code: 'busy' } }, 400);
export const outdated = json({ fault: { code: 'unauthenticated' } }, 403);
export const lost = json({ fault: { code: 'internal', lost: true } }, 500);
export const refusedForGood = json({ fault: { code: 'not-found' } }, 404);
export const fine = json({ RequestId: 'R-9', things: [1] });
export const unreachable = new NatError('unavailable', 'no route', { retryable: true });
export const brokenOff = new NatError('unavailable', 'reset', { retryable: true, outcome: 'unknown' });

export const callAt = (clock: ManualClock, within = 60_000, signal = new AbortController().signal): Call => ({
  signal,
  deadline: clock.now() + within,
  token,
});

/** A call under a token its caller may bring again. */
export const durableCallAt = (clock: ManualClock, within = 60_000): Call => ({
  ...callAt(clock, within),
  tokenGiven: true,
});

/** A transport in which waiting takes no time. */
export function quickTransport(sender: Sender, options: TransportOptions = {}) {
  const clock = manualClock({ autoAdvance: true });
  const transport = createTransport({ sender, clock, random: seededRandom(1), ...options });
  return { clock, transport };
}

/** The NatError a promise rejects with; a promise that resolves fails the test. */
export async function failureFrom(work: Promise<unknown>): Promise<NatError> {
  const outcome = await work.then(
    () => new Error('it was expected to fail'),
    (thrown: unknown) => thrown,
  );
  if (NatError.is(outcome)) return outcome;
  throw outcome;
}
