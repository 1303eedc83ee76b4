import type { ErrorCode } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { failureOf, isKnown } from '../src/errors.ts';
import { alibaba } from '../src/index.ts';
import { type OperationName, operations } from '../src/operations/index.ts';
import rows from './fixtures/error-rows.json' with { type: 'json' };
import liveRows from './fixtures/error-rows-live.json' with { type: 'json' };

const response = (status: number, headers = {}) => ({ status, headers, body: new Uint8Array() });

function refused(
  Code: string,
  Message = '',
  { status = 400, operation = 'CreateSnatEntry', headers = {} } = {},
) {
  const facts = operations[operation as OperationName];
  const error = failureOf({ Code, Message, RequestId: 'R-1' }, response(status, headers), facts);
  if (!error) throw new Error(`${Code} was taken for a success`);
  return error;
}

describe('the documented errors', () => {
  it('are 164 rows', () => expect(rows).toHaveLength(164));

  it.each([...new Set([...rows, ...liveRows].map(({ code }) => code))])(
    'give %s a meaning of its own',
    (code) => {
      expect(isKnown(code)).toBe(true);
    },
  );

  it.each(rows)('$operation $code: $message', ({ operation, status, code, message }) => {
    const error = refused(code, message, { status, operation });
    expect(error.provider).toEqual({ cloud: 'alibaba', operation, code, message, status, requestId: 'R-1' });
    expect(error.message).toContain(`[${error.code}]`);
    expect(['internal', 'protocol']).not.toContain(error.code);
  });
});

describe('a code', () => {
  it.each(['constructor', 'toString', '__proto__'])('is no more than its name when it is %s', (code) =>
    expect(refused(code)).toMatchObject({ code: 'failed-precondition', remedy: undefined }),
  );

  it.each<[code: string, meaning: ErrorCode]>([
    ['Throttling.User', 'throttled'],
    ['Throttling.Somewhere.New', 'throttled'],
    ['TaskConflict', 'busy'],
    ['OperationConflict', 'busy'],
    ['IncorretSnatEntryStatus', 'busy'],
    ['IncorrectStatus.SnatEntry', 'busy'],
    ['IncorrectStatus.ForwardEntry', 'busy'],
    ['OperationUnsupported.EipInBinding', 'busy'],
    ['OperationFailed.DistibuteLock', 'busy'],
    ['ServiceUnavailable', 'unavailable'],
    ['OperationFailed.SystemBusy', 'unavailable'],
    ['InvalidNatGatewayId.NotFound', 'not-found'],
    ['NATGW_NOT_EXIST', 'not-found'],
    ['ResourceNotFound.Anything', 'not-found'],
    ['InvalidRegionId.NotFound', 'invalid-argument'],
    ['InvalidBandwidth.ValueNotSupported', 'invalid-argument'],
    ['InvalidParameter.Whatever.Malformed', 'invalid-argument'],
    ['MissingVpcId', 'invalid-argument'],
    ['OperationFailed.VswitchNotBelongToVpc', 'invalid-argument'],
    ['OperationFailed.VSwitchNotBelongToVpc', 'invalid-argument'],
    ['invalidRemovedIpAddresses.NotFound', 'not-found'],
    ['InvalidRemovedIpAddresses.NotFound', 'not-found'],
    ['QuotaExceeded.Eip', 'quota-exceeded'],
    ['QuotaExceeded.Something', 'quota-exceeded'],
    ['OperationUnsupported.ForwardEntry', 'already-exists'],
    ['Forbidden.IpUsedInForwardTable', 'conflict'],
    ['DependencyViolation.EIPS', 'failed-precondition'],
    ['DependencyViolation.Anything', 'failed-precondition'],
    ['InvalidOperation.DeletionProtection', 'failed-precondition'],
    ['Forbidden.PrePaidNatGateway', 'failed-precondition'],
    ['Forbindden', 'failed-precondition'],
    ['BandwidthPackage.FinancialLocked', 'payment-required'],
    ['Something.FinancialLocked', 'payment-required'],
    ['Forbidden.RAM', 'forbidden'],
    ['NoPermission.Anything', 'forbidden'],
    ['OperationUnsupported.NatConvert', 'unsupported'],
    ['SignatureDoesNotMatch', 'unauthenticated'],
    ['InvalidSecurityToken.Expired', 'unauthenticated'],
  ])('%s means %s', (code, meaning) => expect(refused(code).code).toBe(meaning));

  it('is judged by itself, not by its status: a 404 may be a wrong value or a lock', () => {
    expect(refused('InvalidBandwidth.ValueNotSupported', '', { status: 404 }).code).toBe('invalid-argument');
    expect(refused('BandwidthPackage.FinancialLocked', '', { status: 404 }).code).toBe('payment-required');
    expect(refused('InvalidNatGatewayId.NotFound', '', { status: 400 }).code).toBe('not-found');
    expect(refused('NATGW_NOT_EXIST', '', { status: 400 }).code).toBe('not-found');
  });

  it('nobody has met never looks like something that is gone', () => {
    expect(refused('Brand.New', '', { status: 404 }).code).toBe('failed-precondition');
    expect(refused('Brand.New', '', { status: 503 }).code).toBe('unavailable');
  });
});

describe('a code with two meanings', () => {
  it('tells a busy table from an entry that is gone by its message', () => {
    const busy = refused('IncorretForwardEntryStatus', 'Some Forward entry status blocked this operation..');
    const gone = refused('IncorretForwardEntryStatus', 'The Specified forwardEntry is not exist');
    expect([busy.code, busy.retryable, gone.code, gone.retryable]).toEqual([
      'busy',
      true,
      'not-found',
      false,
    ]);
  });

  it('tells an instance with an address of its own from a lack of permission', () => {
    expect(refused('Forbidden', 'The specified Instance already bind eip').code).toBe('failed-precondition');
    expect(refused('Forbidden', 'User not authorized to operate on the specified resource.').code).toBe(
      'forbidden',
    );
  });
});

describe('what a failure leaves behind', () => {
  it.each([
    'InternalError',
    'UnknownError',
    'ServiceUnavailable',
    'SystemBusy',
    'SignatureNonceUsed',
    'LastTokenProcessing',
  ])('%s leaves the outcome unknown, so that the next try keeps its token', (code) =>
    expect(refused(code)).toMatchObject({ outcome: 'unknown', retryable: true }),
  );

  it.each(['TaskConflict', 'Throttling', 'IncorrectStatus.NATGW'])('%s was refused, and passes', (code) => {
    expect(refused(code)).toMatchObject({ outcome: 'none', retryable: true });
  });

  it.each(['QuotaExceeded', 'Forbidden.RAM', 'InvalidSnatIp.Malformed', 'EIP_NOT_IN_GATEWAY'])(
    '%s is final',
    (code) => {
      expect(refused(code)).toMatchObject({ outcome: 'none', retryable: false });
    },
  );

  it('is the wait the service asks for, in milliseconds', () => {
    expect(refused('Throttling', '', { headers: { 'x-acs-retry-after': '2500' } }).retryAfter).toBe(2500);
    expect(refused('Throttling').retryAfter).toBeUndefined();
  });

  it('is what to do about it, where that is known', () => {
    expect(refused('InvalidOperation.DeletionProtection').remedy).toMatch(/turn the deletion protection off/);
    expect(refused('Forbidden.PrePaidNatGateway').remedy).toMatch(/expire|refund/);
  });
});

describe('an answer', () => {
  const facts = operations.CreateSnatEntry;
  it.each(['200', 'OK', 'Success', 'success'])('with Code %s is a success', (Code) => {
    expect(failureOf({ Code, RequestId: 'R-1' }, response(200), facts)).toBeUndefined();
  });

  it('without a code is one, unless its status says otherwise', () => {
    expect(failureOf({ RequestId: 'R-1' }, response(200), facts)).toBeUndefined();
    expect(failureOf('<html>', response(502), facts)).toMatchObject({
      code: 'unavailable',
      outcome: 'unknown',
    });
    expect(failureOf(undefined, response(429), facts)).toMatchObject({ code: 'throttled', retryable: true });
    expect(failureOf('<html>', response(404), facts)).toMatchObject({ code: 'protocol', outcome: 'unknown' });
  });

  it('to a wrong signature never repeats the keys and parameters it echoes', () => {
    const echo = 'server string to sign is:GET&%2F&AccessKeyId%3DLTAI5tSecret%26Action%3DDescribeNatGateways';
    const error = refused('SignatureDoesNotMatch', echo);
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('LTAI5tSecret');
  });
});

/** Which codes pass on which operation, from the retry lists of the Terraform provider (alicloud, 2026-08). */
const retried: Readonly<Partial<Record<OperationName, readonly string[]>>> = {
  CreateNatGateway: ['TaskConflict', 'VswitchStatusError', 'IncorrectStatus.VSWITCH', 'OperationConflict'],
  ModifyNatGatewayAttribute: ['IncorrectStatus.NATGW'],
  ModifyNatGatewaySpec: ['IncorrectStatus.NatGateway'],
  UpdateNatGatewayNatType: ['OperationFailed.NatGwRouteInMiddleStatus', 'TaskConflict', 'UnknownError'],
  DeleteNatGateway: [
    'DependencyViolation.BandwidthPackages',
    'DependencyViolation.EIPS',
    'OperationConflict',
  ],
  CreateSnatEntry: [
    'EIP_NOT_IN_GATEWAY',
    'OperationUnsupported.EipNatBWPCheck',
    'OperationUnsupported.EipInBinding',
    'OperationUnsupported.EipNatGWCheck',
    'InternalError',
    'IncorrectStatus.NATGW',
    'OperationConflict',
  ],
  ModifySnatEntry: ['IncorrectStatus.NATGW'],
  DeleteSnatEntry: ['IncorretSnatEntryStatus', 'IncorrectStatus.NATGW', 'OperationConflict'],
  CreateForwardEntry: [
    'OperationConflict',
    'TaskConflict',
    'OperationUnsupported.EipInBinding',
    'IncorrectStatus',
    'InvalidIp.NotInNatgw',
  ],
  ModifyForwardEntry: ['OperationUnsupported.EipInBinding', 'IncorretForwardEntryStatus'],
  DeleteForwardEntry: ['IncorrectStatus.NATGW', 'OperationConflict', 'UnknownError'],
  DescribeForwardTableEntries: ['TaskConflict'],
  AssociateEipAddress: [
    'TaskConflict',
    'OperationConflict',
    'IncorrectStatus',
    'ServiceUnavailable',
    'SystemBusy',
    'LastTokenProcessing',
    'IncorrectEipStatus',
    'InvalidBindingStatus',
    'IncorrectInstanceStatus',
    'IncorrectStatus.NatGateway',
    'InvalidStatus.EcsStatusNotSupport',
    'InvalidStatus.InstanceHasBandWidth',
    'InvalidStatus.EniStatusNotSupport',
    'OperationFailed.EcsMigrating',
  ],
  UnassociateEipAddress: [
    'OperationConflict',
    'IncorrectStatus',
    'LastTokenProcessing',
    'OperationFailed.LastTokenProcessing',
    'IncorrectEipStatus',
    'InvalidBindingStatus',
    'IncorrectInstanceStatus',
    'IncorrectHaVipStatus',
    'TaskConflict',
    'InvalidIpStatus.HasBeenUsedBySnatTable',
    'InvalidIpStatus.HasBeenUsedByForwardEntry',
    'InvalidStatus.EniStatusNotSupport',
    'InvalidStatus.EcsStatusNotSupport',
    'InvalidStatus.NotAllow',
    'InvalidStatus.SnatOrDnat',
  ],
  AllocateEipAddress: [
    'OperationConflict',
    'LastTokenProcessing',
    'IncorrectStatus',
    'SystemBusy',
    'FrequentPurchase.EIP',
  ],
};

describe('what passes on an operation', () => {
  const pairs = Object.entries(retried).flatMap(([operation, codes]) =>
    codes.map((code) => [operation, code] as const),
  );
  it.each(pairs)('%s waits for %s, at once or after a look', (operation, code) => {
    const { lag = [] } = operations[operation as OperationName];
    expect(refused(code, '', { operation }).retryable || lag.includes(code)).toBe(true);
  });
});

describe('explained to people', () => {
  const { explainError } = alibaba({
    region: 'cn-hangzhou',
    credentials: { accessKeyId: 'testid', accessKeySecret: 'testsecret' },
  });

  it.each([...new Set([...rows, ...liveRows].map(({ code }) => code))])('%s is known', (code) => {
    expect(explainError?.(code)).toEqual({ code: expect.any(String), retryable: expect.any(Boolean) });
  });

  it('a code as the service misspells it', () => {
    expect(explainError?.('IncorretSnatEntryStatus')).toEqual({ code: 'busy', retryable: true });
    expect(explainError?.('QuotaExceeded')).toMatchObject({ retryable: false });
  });

  it.each(['NoSuchNat', 'EipNotFound', '13014', 'toString'])('%s of somebody else is not', (code) => {
    expect(explainError?.(code)).toBeUndefined();
  });
});
