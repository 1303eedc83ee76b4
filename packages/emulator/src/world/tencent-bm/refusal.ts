import { TencentRefusal } from '../tencent/refusal.ts';

/** Why the state refuses a call. The wire formats translate each reason into their own code. */
export type Reason =
  | 'vpc-not-found'
  | 'subnet-not-found'
  | 'gateway-not-found'
  | 'gateway-limit'
  | 'gateway-failed'
  | 'gateway-busy'
  | 'invalid-value'
  | 'subnet-used'
  | 'address-not-found'
  | 'address-of-other-vpc'
  | 'address-used'
  | 'address-limit'
  | 'last-address'
  | 'address-id-not-found'
  | 'address-not-releasable'
  | 'address-quota'
  | 'address-daily-quota'
  | 'task-not-found'
  | 'out-of-stock'
  | 'balance-too-low';

export class Refusal extends TencentRefusal<Reason> {}
