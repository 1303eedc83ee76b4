import type { Version } from './commands.ts';
import type { Reason } from './model.ts';

const v2: Readonly<Record<Exclude<Reason, 'value'>, number>> = {
  vpc: -3047,
  gateway: 13014,
  subnet: -3030,
  missing: 4000,
  'subnet-used': 13012,
  address: 13010,
  'other-vpc': 13011,
  'address-used': 13013,
  'too-many': 13015,
  last: 13008,
  busy: 5100,
  'vpc-full': 13006,
  stock: 5200,
  quota: 30001,
  daily: 30003,
  'address-id': 30013,
  'not-releasable': 30010,
};

const v3: Readonly<Record<Reason, string>> = {
  vpc: 'ResourceNotFound.VpcNotExist',
  gateway: 'ResourceNotFound',
  subnet: 'ResourceNotFound',
  missing: 'InvalidParameter',
  value: 'InvalidParameter',
  'subnet-used': 'ResourceInUse',
  address: 'ResourceNotFound',
  'other-vpc': 'InvalidParameter',
  'address-used': 'ResourceInUse',
  'too-many': 'LimitExceeded',
  last: 'UnsupportedOperation',
  busy: 'ResourceUnavailable',
  'vpc-full': 'LimitExceeded',
  stock: 'ResourceInsufficient',
  quota: 'LimitExceeded',
  daily: 'LimitExceeded',
  'address-id': 'ResourceNotFound',
  'not-releasable': 'UnsupportedOperation',
};

/** How an action of v2 names a bad value, by what its page lists. */
export type ValueCode = 10001 | 9003 | 4000;

export function codeOf(version: Version, reason: Reason, value: ValueCode): number | string {
  if (version === 'v3') return v3[reason];
  return reason === 'value' ? value : v2[reason];
}
