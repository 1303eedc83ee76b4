import { type ErrorCode, NatError, type NatErrorDetails } from '@polynat/core';

/** Why the service itself does not do what was asked. Nothing was sent to a cloud. */
export class Refusal extends NatError {
  /** HTTP status, where the code alone does not decide it. */
  readonly status: number;
  /** Seconds after which the same request may be accepted. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    details: NatErrorDetails & { readonly retryAfterSeconds?: number } = {},
  ) {
    const { retryAfterSeconds, ...rest } = details;
    super(code, message, rest);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const denied = (reason: string): Refusal =>
  new Refusal(403, 'forbidden', reason, { remedy: 'ask whoever gives out roles and scopes' });

/** What is outside the scope of a principal looks like what does not exist. */
export const absent = (what: string): Refusal =>
  new Refusal(404, 'not-found', `there is no ${what}`, {
    remedy: 'check the id; listings show what you may see',
  });
