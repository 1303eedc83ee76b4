import { errorCodes } from '@polynat/core';
import { describe, expect, test } from 'vitest';
import { commonCodes, moduleCodes } from '../src/codes/v2.ts';
import { v3Codes } from '../src/codes/v3.ts';
import { explainError, failureOfV2, failureOfV3, meaningOf } from '../src/errors.ts';

const response = { status: 200, headers: {}, body: new Uint8Array() };
const v2 = (body: unknown, status = 200) => failureOfV2(body, { ...response, status }, 'UpgradeBmNatGateway');
const v3 = (body: unknown, status = 200) => failureOfV3(body, { ...response, status }, 'UpgradeNatGateway');
const v3Error = (Code: string) => ({ Response: { Error: { Code, Message: 'no' }, RequestId: 'r-1' } });

describe('a code of a module', () => {
  test.each(moduleCodes)(
    '$code $name is understood on top, as number and as text',
    ({ code, name, meaning }) => {
      for (const spelled of [code, `${code}`]) {
        expect(v2({ code: spelled, message: '', codeDesc: name })).toMatchObject({
          code: meaning.code,
          retryable: meaning.retryable ?? false,
          outcome: meaning.outcome ?? 'none',
          provider: { code: `${code}`, operation: 'UpgradeBmNatGateway' },
        });
      }
    },
  );

  test.each(moduleCodes)('$code $name is understood without its name', ({ code, meaning }) => {
    expect(v2({ code, message: 'no' })?.code).toBe(meaning.code);
  });

  test.each(moduleCodes)(
    '$code $name is understood inside the message of a common code',
    ({ code, meaning }) => {
      const error = v2({ code: 5100, message: `(${code})no` });
      expect(error).toMatchObject({ code: meaning.code, provider: { code: `${code}` } });
    },
  );

  test.each(moduleCodes)('$name is explained by name and by number', ({ code, name, meaning }) => {
    expect(explainError(name)?.code).toBe(meaning.code);
    expect(explainError(`${code}`)?.code).toBe(meaning.code);
  });

  test.each([
    [-3047, 'not-found'],
    [13014, 'not-found'],
    [13008, 'failed-precondition'],
    [13012, 'conflict'],
    [13013, 'conflict'],
    [13015, 'quota-exceeded'],
    [10001, 'invalid-argument'],
  ] as const)('%i means %s', (code, meaning) => {
    expect(v2({ code, message: '' })?.code).toBe(meaning);
  });
});

describe('a common code', () => {
  test.each(Object.keys(commonCodes))('%s has a meaning of the closed list', (code) => {
    const error = v2({ code: Number(code), message: 'no' });
    expect(errorCodes).toContain(error?.code);
    expect(error?.provider?.code).toBe(code);
  });

  test.each([
    [4400, 'throttled', true, 'none'],
    [4500, 'unauthenticated', true, 'none'],
    [4200, 'unauthenticated', true, 'none'],
    [4100, 'unauthenticated', false, 'none'],
    [5300, 'payment-required', false, 'none'],
    [5400, 'conflict', false, 'unknown'],
    [6000, 'unavailable', true, 'unknown'],
    [6200, 'unavailable', true, 'none'],
  ] as const)('%i is %s, retryable %s, outcome %s', (code, meaning, retryable, outcome) => {
    expect(v2({ code, message: '' })).toMatchObject({ code: meaning, retryable, outcome });
  });

  test('tells by its name that a resource is locked', () => {
    expect(v2({ code: 5100, message: 'busy', codeDesc: 'ActionLocked' })).toMatchObject({
      code: 'busy',
      retryable: true,
    });
  });

  test('speaks for a code inside its message that nobody knows', () => {
    expect(v2({ code: 5300, message: '(99999)no' })).toMatchObject({
      code: 'payment-required',
      provider: { code: '99999' },
    });
  });
});

describe('an error of version 3', () => {
  test.each(Object.entries(v3Codes))('%s is understood', (code, meaning) => {
    expect(v3(v3Error(code))).toMatchObject({
      code: meaning.code,
      retryable: meaning.retryable ?? false,
      provider: { code, requestId: 'r-1', message: 'no' },
    });
  });

  test('is understood by what stands before its dot', () => {
    expect(meaningOf('InvalidParameterValue.Malformed')?.code).toBe('invalid-argument');
    expect(v3(v3Error('AuthFailure.Novel'))?.code).toBe('unauthenticated');
  });

  test('that nobody knows is internal, and nothing of it is retried', () => {
    expect(v3(v3Error('toString'))).toMatchObject({ code: 'internal', retryable: false });
    expect(explainError('Novel')).toBeUndefined();
  });
});

describe('an answer', () => {
  test.each([{ code: 0 }, { code: '0', message: '' }])('of version 2 with %j is no failure', (body) => {
    expect(v2(body)).toBeUndefined();
  });

  test('of version 3 without an error is no failure', () => {
    expect(v3({ Response: { RequestId: 'r-1' } })).toBeUndefined();
  });

  test.each([undefined, {}, { ok: true }, [], 'fine'])('that is %j is in no form of this API', (body) => {
    for (const failure of [v2(body), v3(body)])
      expect(failure).toMatchObject({ code: 'protocol', outcome: 'unknown', retryable: true });
  });

  test('of a breakdown leaves the outcome unknown, whatever words it comes with', () => {
    expect(v2({ code: 4000, message: 'no' }, 500)).toMatchObject({ outcome: 'unknown' });
    expect(v2({ code: 77, message: '' }, 502)).toMatchObject({ code: 'unavailable', outcome: 'unknown' });
    expect(v3(v3Error('InvalidParameter'), 503)).toMatchObject({ outcome: 'unknown' });
  });
});
