import type { Reason } from '../../../world/tencent-bm/refusal.ts';

/**
 * No code of this version is particular to NAT (cloud.tencent.com/document/api/1024/34236 and the error list of the
 * module), so each reason maps to the general code that says most about it.
 */
export const codes: Readonly<Record<Reason, string>> = {
  'vpc-not-found': 'ResourceNotFound.VpcNotExist',
  'subnet-not-found': 'ResourceNotFound',
  'gateway-not-found': 'ResourceNotFound',
  'gateway-limit': 'LimitExceeded',
  'gateway-failed': 'ResourceUnavailable',
  'gateway-busy': 'ResourceUnavailable',
  'invalid-value': 'InvalidParameter',
  'subnet-used': 'ResourceInUse',
  'address-not-found': 'ResourceNotFound',
  'address-of-other-vpc': 'InvalidParameter',
  'address-used': 'ResourceInUse',
  'address-limit': 'LimitExceeded',
  'last-address': 'UnsupportedOperation',
  'address-id-not-found': 'ResourceNotFound',
  'address-not-releasable': 'UnsupportedOperation',
  'address-quota': 'LimitExceeded',
  'address-daily-quota': 'LimitExceeded',
  'task-not-found': 'ResourceNotFound',
  'out-of-stock': 'ResourceInsufficient',
  'balance-too-low': 'FailedOperation',
};
