import {
  broken,
  explanationOf,
  failureOf as failure,
  late,
  type Meaning,
  missing,
  refusalOfStranger,
  throttled,
  wrongInput,
} from '@polynat/adapter-kit';
import type { NatError } from '@polynat/core';
import type { WireResponse } from '@polynat/transport';
import * as z from 'zod';

/** https://cloud.baidu.com/doc/VPC/s/sjwvyuhe7, https://cloud.baidu.com/doc/EIP/s/Mjwvz2wnn and what official clients know. */
const meanings: Readonly<Record<string, Meaning>> = {
  AccessDenied: { code: 'forbidden', remedy: 'grant the key the right to this operation' },
  QualifyNotPass: { code: 'forbidden', remedy: 'finish the real-name verification of the account' },
  OptInRequired: { code: 'forbidden', remedy: 'subscribe the account to the service in the console' },
  InvalidAccessKeyId: { code: 'unauthenticated', remedy: 'check the access key id' },
  InvalidHTTPAuthHeader: { code: 'unauthenticated', remedy: 'check the credentials' },
  SignatureDoesNotMatch: { code: 'unauthenticated', remedy: 'check the secret access key' },
  RequestExpired: late,
  RequestTimeTooSkewed: late,
  InappropriateJSON: wrongInput,
  MalformedJSON: wrongInput,
  InvalidHTTPRequest: wrongInput,
  InvalidURI: wrongInput,
  BadRequest: wrongInput,
  RequestNameEmpty: wrongInput,
  InvalidAction: wrongInput,
  InvalidProtocol: wrongInput,
  InvalidPosition: wrongInput,
  DuplicatePosition: wrongInput,
  InvalidPort: wrongInput,
  InvalidVersion: { code: 'unsupported' },
  PreconditionFailed: { code: 'failed-precondition' },
  OperationDenied: { code: 'failed-precondition' },
  ResourceNeedRelease: { code: 'failed-precondition', remedy: 'release what the network still holds first' },
  NotAllowDeleteVpc: { code: 'failed-precondition', remedy: 'release what the network still holds first' },
  IdempotentParameterMismatch: {
    code: 'conflict',
    remedy: 'a client token names one call for a day; use a new one for another call',
  },
  CidrConflict: { code: 'conflict' },
  LimitExceeded: { code: 'quota-exceeded', remedy: 'raise the quota with a support ticket' },
  TooManyRequests: throttled,
  NoSuchNat: missing,
  NoSuchObject: missing,
  EipNotFound: missing,
  NotFound: missing,
  ResourceNotFound: missing,
  ResourceNotFoundException: missing,
  ResourceNotExist: missing,
  InstanceNotFound: missing,
  InstanceNotExist: missing,
  /** Retried by every official client: https://github.com/baidubce/bce-sdk-go, bce/retry_policy.go */
  InternalError: broken,
  ServiceInternalError: broken,
  /** Sent with status 400 by a gateway in front of the service; the Go client repeats it. */
  Http400: broken,
};

/** For codes nobody has documented. */
const meaningsOfStatus: Readonly<Record<number, Meaning>> = {
  400: wrongInput,
  401: { code: 'unauthenticated' },
  402: { code: 'payment-required', remedy: 'top up the account' },
  403: { code: 'forbidden' },
  404: missing,
  408: broken,
  409: { code: 'conflict' },
  412: { code: 'failed-precondition' },
  413: { code: 'quota-exceeded' },
  429: throttled,
};

const refusal = z
  .looseObject({
    code: z.string().optional(),
    message: z.string().optional(),
    requestId: z.string().optional(),
  })
  .catch({});

export function meaningOf(code: string | undefined, status: number): Meaning {
  const known = code !== undefined && Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  return known ?? meaningsOfStatus[status] ?? (status >= 500 ? broken : { code: 'internal' });
}

/** The failure in an answer: success is a status of 2xx and nothing else. A breakdown may come after the deed was done. */
export function failureOf(body: unknown, response: WireResponse, operation: string): NatError | undefined {
  const { status, headers } = response;
  if (status >= 200 && status < 300) return undefined;
  const { code, message, requestId = headers['x-bce-request-id'] } = refusal.parse(body);
  if (code === undefined && !requestId) return refusalOfStranger({ cloud: 'baidu', operation, status });
  const said = { cloud: 'baidu', operation, status, code, message, requestId };
  return failure(said, meaningOf(code, status));
}

/** For people who met a code in a log. */
export const explainError = (providerCode: string) =>
  explanationOf(Object.hasOwn(meanings, providerCode) ? meanings[providerCode] : undefined);
