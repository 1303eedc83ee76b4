import { describe, expect, test } from 'vitest';
import { explainError, failureOf, meaningOf } from '../src/errors.ts';

const response = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: new Uint8Array(),
});

test.each(['constructor', 'toString', '__proto__'])('the code %s is no more than its name', (code) => {
  expect(failureOf({ code }, response(404), 'GetNat')).toMatchObject({
    code: 'not-found',
    provider: { code },
  });
});

/** Code, documented status, what it is here, whether the same call may succeed later, whether the cloud may have acted. */
const documented = [
  ['AccessDenied', 403, 'forbidden', false, 'none'],
  ['QualifyNotPass', 403, 'forbidden', false, 'none'],
  ['OptInRequired', 403, 'forbidden', false, 'none'],
  ['InappropriateJSON', 400, 'invalid-argument', false, 'none'],
  ['MalformedJSON', 400, 'invalid-argument', false, 'none'],
  ['InternalError', 500, 'unavailable', true, 'unknown'],
  ['InvalidAccessKeyId', 403, 'unauthenticated', false, 'none'],
  ['InvalidHTTPAuthHeader', 400, 'unauthenticated', false, 'none'],
  ['InvalidHTTPRequest', 400, 'invalid-argument', false, 'none'],
  ['InvalidURI', 400, 'invalid-argument', false, 'none'],
  ['InvalidVersion', 404, 'unsupported', false, 'none'],
  ['PreconditionFailed', 412, 'failed-precondition', false, 'none'],
  ['RequestExpired', 400, 'unauthenticated', true, 'none'],
  ['RequestTimeTooSkewed', 403, 'unauthenticated', true, 'none'],
  ['IdempotentParameterMismatch', 403, 'conflict', false, 'none'],
  ['SignatureDoesNotMatch', 400, 'unauthenticated', false, 'none'],
  ['BadRequest', 400, 'invalid-argument', false, 'none'],
  ['NoSuchObject', 404, 'not-found', false, 'none'],
  ['ServiceInternalError', 500, 'unavailable', true, 'unknown'],
  ['LimitExceeded', 413, 'quota-exceeded', false, 'none'],
  ['OperationDenied', 409, 'failed-precondition', false, 'none'],
  ['CidrConflict', 409, 'conflict', false, 'none'],
  ['ResourceNeedRelease', 409, 'failed-precondition', false, 'none'],
  ['InvalidAction', 400, 'invalid-argument', false, 'none'],
  ['InvalidProtocol', 400, 'invalid-argument', false, 'none'],
  ['InvalidPosition', 400, 'invalid-argument', false, 'none'],
  ['DuplicatePosition', 400, 'invalid-argument', false, 'none'],
  ['InvalidPort', 400, 'invalid-argument', false, 'none'],
  ['NoSuchNat', 404, 'not-found', false, 'none'],
  ['RequestNameEmpty', 400, 'invalid-argument', false, 'none'],
  ['EipNotFound', 404, 'not-found', false, 'none'],
  ['Http400', 400, 'unavailable', true, 'unknown'],
  ['TooManyRequests', 429, 'throttled', true, 'none'],
] as const;

describe('a failure', () => {
  test.each(documented)('%s (%i) is %s', (code, status, meaning, retryable, outcome) => {
    const error = failureOf({ code, message: 'words', requestId: 'id-1' }, response(status), 'GetNat');
    expect(error).toMatchObject({
      code: meaning,
      retryable,
      outcome,
      provider: { cloud: 'baidu', operation: 'GetNat', code, message: 'words', requestId: 'id-1', status },
    });
  });

  test.each([
    [400, 'invalid-argument', 'none'],
    [401, 'unauthenticated', 'none'],
    [402, 'payment-required', 'none'],
    [403, 'forbidden', 'none'],
    [404, 'not-found', 'none'],
    [409, 'conflict', 'none'],
    [412, 'failed-precondition', 'none'],
    [413, 'quota-exceeded', 'none'],
    [418, 'internal', 'none'],
    [429, 'throttled', 'none'],
    [502, 'unavailable', 'unknown'],
    [503, 'unavailable', 'unknown'],
  ] as const)('nobody has documented is judged by its status %i', (status, code, outcome) => {
    expect(failureOf({ code: 'BrandNew', message: 'words' }, response(status), 'GetNat')).toMatchObject({
      code,
      outcome,
    });
  });

  test('without a body keeps the request id of the header', () => {
    const error = failureOf(undefined, response(503, { 'x-bce-request-id': 'id-2' }), 'GetNat');
    expect(error).toMatchObject({ code: 'unavailable', provider: { requestId: 'id-2', status: 503 } });
  });

  test('whose body is something else entirely is still a failure', () => {
    expect(failureOf(['what'], response(500), 'GetNat')?.code).toBe('unavailable');
  });

  test('shows neither keys nor signatures the cloud may echo', () => {
    const message = 'wrong: bce-auth-v1/AKLT123/2018-07-09T02:47:39Z/1800/host/abcdef';
    const error = failureOf({ code: 'InvalidHTTPAuthHeader', message }, response(400), 'GetNat');
    expect(JSON.stringify(error)).not.toMatch(/AKLT123|abcdef/);
  });

  test('is none when the status is a success', () => {
    expect(failureOf(undefined, response(200), 'GetNat')).toBeUndefined();
  });

  test('of an unknown kind is not repeated', () => {
    expect(meaningOf('Strange', 418).retryable).toBeUndefined();
  });
});

describe('explained to people', () => {
  test.each(documented)('%s', (providerCode, _status, code, retryable) => {
    expect(explainError(providerCode)).toEqual({ code, retryable });
  });

  test.each(['IncorretSnatEntryStatus', '13014', 'toString'])('%s of somebody else is not', (code) => {
    expect(explainError(code)).toBeUndefined();
  });
});
