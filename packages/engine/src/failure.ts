import { type ErrorCode, NatError, type Outcome, type ProviderDetails } from '@polynat/core';
import { type AcceptedOperation, acceptedBy } from './accepted.ts';

/** An error as a journal keeps it: everything but stack and cause, secrets already removed. */
export interface RecordedFailure {
  readonly code: ErrorCode;
  /** Starts with the code in brackets, as the message of every `NatError` does. */
  readonly message: string;
  readonly field?: string;
  readonly remedy?: string;
  readonly retryable?: boolean;
  readonly retryAfter?: number;
  /** `none`: it definitely did not happen. `unknown`: it may have. */
  readonly outcome: Outcome;
  readonly provider?: ProviderDetails;
  /** What the cloud had accepted before the failure, ready for `nat.resume`. The outcome is `unknown` then. */
  readonly accepted?: AcceptedOperation;
}

export interface FailedOperation {
  readonly name: string;
  readonly kind: string;
  readonly failure: RecordedFailure;
}

/**
 * What a procedure catches when an operation failed. It is a `NatError` with the code of the failure, so
 * `NatError.is(error, 'quota-exceeded')` works. Trouble of the engine itself never arrives this way: it suspends the run.
 */
export class OperationFailed extends NatError {
  /** The operations that failed: one for `do`, one or more, in list order, for `all`. */
  readonly failures: readonly [FailedOperation, ...FailedOperation[]];

  constructor(failures: readonly [FailedOperation, ...FailedOperation[]]) {
    const [{ name, failure }] = failures;
    const { accepted, ...details } = failure;
    super(failure.code, failure.message, { ...details, ...(accepted && { operation: accepted }) });
    this.message = `${failure.message} (operation ${name})`;
    this.failures = failures;
  }
}

/** The door from anything a handler or a procedure threw to what is recorded. */
export function recordFailure(thrown: unknown): RecordedFailure {
  const unknownOutcome = NatError.is(thrown) ? {} : { outcome: 'unknown' as const };
  const { code, message, outcome, ...rest } = NatError.from(thrown, 'internal', unknownOutcome);
  const { field, remedy, retryable, retryAfter, provider } = rest;
  const accepted = acceptedBy(thrown);
  return {
    code,
    message,
    outcome: accepted ? 'unknown' : outcome,
    ...(retryable && { retryable }),
    ...(field !== undefined && { field }),
    ...(remedy !== undefined && { remedy }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(provider && { provider }),
    ...(accepted && { accepted }),
  };
}
