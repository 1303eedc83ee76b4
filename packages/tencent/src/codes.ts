import { broken, late, type Meaning, missing, throttled, wrongInput } from '@polynat/adapter-kit';

export const wrongKeys: Meaning = {
  code: 'unauthenticated',
  remedy: 'check the secret id and the secret key',
};
export const forbidden: Meaning = {
  code: 'forbidden',
  remedy: 'grant the key the right to this operation in access management (CAM)',
};
/** Another change of the resource is under way, https://cloud.tencent.com/doc/api/245/4924 */
export const busy: Meaning = { code: 'busy', retryable: true };
export const expiredToken: Meaning = {
  code: 'unauthenticated',
  remedy: 'renew the temporary keys: their token does not hold',
};
export const secondFactor: Meaning = {
  code: 'unauthenticated',
  remedy: 'this call wants a second factor: use keys that need none',
};
export const soldOut: Meaning = {
  code: 'unavailable',
  remedy: 'this is sold out: choose another size or region',
};

const unsupported: Meaning = { code: 'unsupported' };

/** Codes that every product of version 3 has, https://cloud.tencent.com/document/api/1024/34241 */
export const commonCodes: Readonly<Record<string, Meaning>> = {
  ActionOffline: { code: 'unsupported', remedy: 'the provider has retired this operation' },
  AuthFailure: wrongKeys,
  'AuthFailure.InvalidAuthorization': wrongKeys,
  'AuthFailure.InvalidSecretId': wrongKeys,
  'AuthFailure.MFAFailure': secondFactor,
  'AuthFailure.SecretIdNotFound': wrongKeys,
  'AuthFailure.SignatureExpire': late,
  'AuthFailure.SignatureFailure': wrongKeys,
  'AuthFailure.TokenFailure': expiredToken,
  'AuthFailure.UnauthorizedOperation': forbidden,
  DryRunOperation: { code: 'failed-precondition', remedy: 'send it without DryRun: it would have succeeded' },
  FailedOperation: { code: 'failed-precondition' },
  InternalError: broken,
  InvalidAction: unsupported,
  InvalidParameter: wrongInput,
  InvalidParameterValue: wrongInput,
  LimitExceeded: { code: 'quota-exceeded', remedy: 'raise the quota with a support ticket' },
  MissingParameter: wrongInput,
  NoSuchVersion: unsupported,
  RequestLimitExceeded: throttled,
  ResourceInUse: { code: 'conflict', remedy: 'take it off what uses it' },
  ResourceInsufficient: soldOut,
  ResourceNotFound: missing,
  ResourceUnavailable: busy,
  UnauthorizedOperation: forbidden,
  UnknownParameter: wrongInput,
  UnsupportedOperation: { code: 'failed-precondition' },
  UnsupportedProtocol: { code: 'unsupported', remedy: 'use an https endpoint' },
  UnsupportedRegion: { code: 'unsupported', remedy: 'use a region that offers this product' },
};
