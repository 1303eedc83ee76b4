import { type ErrorCode, NatError, type Outcome } from '@polynat/core';

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
export const throttled: Meaning = { code: 'throttled', retryable: true };
/** A breakdown may come after the deed was done. */
export const broken: Meaning = { code: 'unavailable', retryable: true, outcome: 'unknown' };
/** The clock of the cloud is learnt from such a refusal, so the next attempt may pass. */
export const late: Meaning = {
  code: 'unauthenticated',
  retryable: true,
  remedy: 'set the clock of this machine: signatures carry its time',
};

/** A refusal in the cloud's own words. */
export interface Refusal {
  readonly cloud: string;
  readonly operation: string;
  readonly status: number;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Whatever words it comes with, a status of 500 and more may come after the deed was done. */
export function failureOf(refusal: Refusal, meaning: Meaning): NatError {
  const { cloud, operation, status, code, message, requestId } = refusal;
  const said = message || (code === undefined ? `status ${status}` : `code ${code}`);
  return new NatError(meaning.code, said, {
    provider: {
      cloud,
      operation,
      status,
      ...(code !== undefined && { code }),
      ...(message && { message }),
      ...(requestId !== undefined && { requestId }),
    },
    retryable: meaning.retryable ?? false,
    outcome: status >= 500 ? 'unknown' : (meaning.outcome ?? 'none'),
    ...(meaning.remedy !== undefined && { remedy: meaning.remedy }),
  });
}

/** For people who met a code in a log. */
export const explanationOf = (
  meaning: Meaning | undefined,
): { readonly code: ErrorCode; readonly retryable: boolean } | undefined =>
  meaning && { code: meaning.code, retryable: meaning.retryable ?? false };
