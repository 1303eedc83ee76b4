import { type ErrorCode, NatError } from '@polynat/core';
import { Refusal } from '../refusal.ts';

/**
 * The HTTP status of each error code, for any program that passes errors of the library on. What the cloud says about the credentials of
 * the program is not about the caller of the program, so it is no 401 and no 403.
 */
export const statusByCode: Readonly<Record<ErrorCode, number>> = {
  'not-found': 404,
  'already-exists': 409,
  'invalid-argument': 400,
  unsupported: 422,
  conflict: 409,
  busy: 409,
  'quota-exceeded': 409,
  throttled: 503,
  unauthenticated: 502,
  forbidden: 502,
  'payment-required': 402,
  'failed-precondition': 409,
  unavailable: 503,
  timeout: 504,
  aborted: 503,
  protocol: 502,
  internal: 500,
};

export const statusOf = (error: NatError): number =>
  error instanceof Refusal ? error.status : statusByCode[error.code];

/** `application/problem+json` as RFC 9457 has it, with what a program needs to act on it. */
export interface Problem {
  /** Where the code is explained. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  /** `unknown`: the cloud may have acted. */
  readonly outcome: NatError['outcome'];
  readonly retryable: boolean;
  readonly field?: string;
  readonly remedy?: string;
  /** The cloud's own words and the id of the request, for support tickets. */
  readonly provider?: NatError['provider'];
}

/** Whatever was thrown as a problem. What no `NatError` says stays inside: it may name files or hold secrets. */
export function problemOf(thrown: unknown): Problem {
  const error = NatError.is(thrown)
    ? thrown
    : new NatError('internal', 'the service has failed; its log says more', { outcome: 'unknown' });
  const { code, plain, outcome, retryable, field, remedy, provider } = error;
  return {
    type: `https://polynat.dev/errors/${code}`,
    title: titles[code],
    status: statusOf(error),
    detail: field === undefined ? plain : `${field}: ${plain}`,
    ...{ code, outcome, retryable },
    ...(field !== undefined && { field }),
    ...(remedy !== undefined && { remedy }),
    ...(provider && { provider }),
  };
}

const titles: Readonly<Record<ErrorCode, string>> = {
  'not-found': 'It does not exist',
  'already-exists': 'It exists already',
  'invalid-argument': 'A value is invalid',
  unsupported: 'The cloud does not support it',
  conflict: 'It conflicts with another change',
  busy: 'Another change is in progress',
  'quota-exceeded': 'The account has reached a quota',
  throttled: 'The cloud limits the rate of requests',
  unauthenticated: 'Credentials were refused',
  forbidden: 'Permission is missing',
  'payment-required': 'The account cannot pay',
  'failed-precondition': 'Something has to be done before',
  unavailable: 'The cloud cannot be reached',
  timeout: 'It took too long',
  aborted: 'It was stopped',
  protocol: 'The answer of the cloud makes no sense',
  internal: 'Something went wrong',
};

export function problemResponse(thrown: unknown): Response {
  const problem = problemOf(thrown);
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  const seconds = thrown instanceof Refusal ? thrown.retryAfterSeconds : retryAfterOf(thrown);
  if (seconds !== undefined) headers.set('retry-after', String(seconds));
  if (problem.status === 401) headers.set('www-authenticate', 'Bearer');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

const retryAfterOf = (thrown: unknown): number | undefined =>
  NatError.is(thrown) && thrown.retryAfter !== undefined ? Math.ceil(thrown.retryAfter / 1_000) : undefined;
