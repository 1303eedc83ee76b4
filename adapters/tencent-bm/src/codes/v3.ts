import { broken, late, type Meaning, missing, throttled, wrongInput } from '@polynat/adapter-kit';
import { busy, forbidden, wrongKeys } from './meanings.ts';

const unsupported: Meaning = { code: 'unsupported' };

/**
 * https://cloud.tencent.com/document/api/1024/34241. None of them is particular to NAT, so a gateway at work and one that cannot
 * be used share `ResourceUnavailable`, and whatever a resource will not do in its state is `UnsupportedOperation`.
 */
export const v3Codes: Readonly<Record<string, Meaning>> = {
  ActionOffline: { code: 'unsupported', remedy: 'the provider has retired this operation' },
  AuthFailure: wrongKeys,
  'AuthFailure.InvalidAuthorization': wrongKeys,
  'AuthFailure.InvalidSecretId': wrongKeys,
  'AuthFailure.MFAFailure': {
    code: 'unauthenticated',
    remedy: 'this call wants a second factor: use keys that need none',
  },
  'AuthFailure.SecretIdNotFound': wrongKeys,
  'AuthFailure.SignatureExpire': late,
  'AuthFailure.SignatureFailure': wrongKeys,
  'AuthFailure.TokenFailure': {
    code: 'unauthenticated',
    remedy: 'renew the temporary keys: their token does not hold',
  },
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
  ResourceInsufficient: {
    code: 'unavailable',
    remedy: 'this is sold out: choose another size or region',
  },
  ResourceNotFound: missing,
  'ResourceNotFound.VpcNotExist': { ...missing, remedy: 'list the VPCs of the region: networks.list' },
  ResourceUnavailable: busy,
  UnauthorizedOperation: forbidden,
  UnknownParameter: wrongInput,
  UnsupportedOperation: { code: 'failed-precondition' },
  UnsupportedProtocol: { code: 'unsupported', remedy: 'use an https endpoint' },
  UnsupportedRegion: { code: 'unsupported', remedy: 'use a region where bare metal is: DescribeRegions' },
};
