import type { ErrorCode, Outcome } from '@polynat/core';

/** What a provider code means here. */
export interface Meaning {
  readonly code: ErrorCode;
  readonly retryable?: true;
  /** `unknown` where the cloud may have acted all the same. */
  readonly outcome?: Outcome;
  readonly remedy?: string;
}

export const wrongInput: Meaning = { code: 'invalid-argument' };
export const missing: Meaning = { code: 'not-found' };
export const broken: Meaning = { code: 'unavailable', retryable: true, outcome: 'unknown' };
export const throttled: Meaning = { code: 'throttled', retryable: true };
export const late: Meaning = {
  code: 'unauthenticated',
  retryable: true,
  remedy: 'set the clock of this machine: signatures carry its time',
};
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
