import type { OperationRecord } from './operation-record.ts';
import { redact } from './runtime/redact.ts';

/** The closed list a caller switches on. Whatever a cloud calls its faults, they arrive as one of these. */
export const errorCodes = [
  'not-found',
  'already-exists',
  'invalid-argument',
  'unsupported',
  'conflict',
  'busy',
  'quota-exceeded',
  'throttled',
  'unauthenticated',
  'forbidden',
  'payment-required',
  'failed-precondition',
  'unavailable',
  'timeout',
  'aborted',
  'protocol',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What the cloud itself said, kept for support tickets. */
export interface ProviderDetails {
  readonly cloud: string;
  readonly operation?: string;
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  readonly requestId?: string;
}

/**
 * Whether the cloud can have acted. `none`: nothing was sent, or the cloud refused. `unknown`: the answer was lost or made no
 * sense, so a write may or may not have happened, and repeating it blindly could happen twice.
 */
export type Outcome = 'none' | 'unknown';

export interface NatErrorDetails {
  readonly provider?: ProviderDetails;
  /** Whether the same call may succeed later without anyone changing anything. */
  readonly retryable?: boolean;
  /** Milliseconds the cloud asked to wait before the next try. */
  readonly retryAfter?: number;
  readonly outcome?: Outcome;
  /** What the cloud had accepted before it failed, to be resumed with `nat.resume`. */
  readonly operation?: OperationRecord;
  /** Path of the input field that is wrong, such as `source.cidr`. */
  readonly field?: string;
  /** What the reader can do about it. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

const brand: unique symbol = Symbol.for('@polynat/NatError');

/** The one error of the library. Its message starts with the code, and secrets are removed when it is built. */
export class NatError extends Error {
  override readonly name = 'NatError';
  readonly [brand] = true;
  readonly code: ErrorCode;
  readonly provider: ProviderDetails | undefined;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly outcome: Outcome;
  readonly operation: OperationRecord | undefined;
  readonly field: string | undefined;
  readonly remedy: string | undefined;
  readonly #said: string;
  readonly #details: NatErrorDetails;

  constructor(code: ErrorCode, message: string, details: NatErrorDetails = {}) {
    super(headline(code, message, details), { cause: cleanCause(details.cause) });
    this.#said = redact(message);
    this.#details = details;
    this.code = code;
    this.provider = details.provider && cleanProvider(details.provider);
    this.retryable = details.retryable ?? false;
    this.retryAfter = details.retryAfter;
    this.outcome = details.outcome ?? 'none';
    this.operation = details.operation;
    this.field = details.field;
    this.remedy = details.remedy;
  }

  /** Recognises errors of any copy of this package in `node_modules`, optionally of one code. */
  static is<C extends ErrorCode = ErrorCode>(
    error: unknown,
    code?: C,
  ): error is NatError & { readonly code: C } {
    if (typeof error !== 'object' || error === null || !(brand in error)) return false;
    return code === undefined || (error as NatError).code === code;
  }

  /** The door from anything thrown to a NatError; what is one already passes unchanged. */
  static from(thrown: unknown, code: ErrorCode = 'internal', details: NatErrorDetails = {}): NatError {
    if (NatError.is(thrown)) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new NatError(code, message, { ...details, cause: thrown });
  }

  static aborted(reason?: unknown): NatError {
    if (NatError.is(reason)) return reason;
    return new NatError('aborted', 'the caller gave up waiting', { cause: reason });
  }

  /** What was said, without the code, the field and the origin that the message adds. */
  get plain(): string {
    return this.#said;
  }

  /** The same error with more or other details, for a layer that knows more than the one below. */
  with(changes: NatErrorDetails): NatError {
    return new NatError(this.code, this.#said, { ...this.#details, ...changes });
  }

  /** The same error in other words, for a layer that can tell what it means there. */
  saying(message: string): NatError {
    return new NatError(this.code, message, { ...this.#details, cause: this.#details.cause ?? this });
  }

  /** Everything but stack and cause, ready for a log line or a journal. */
  toJSON(): Record<string, unknown> {
    const { code, message, field, remedy, retryable, retryAfter, outcome, operation, provider } = this;
    return { code, message, field, remedy, retryable, retryAfter, outcome, operation, provider };
  }
}

function headline(code: ErrorCode, message: string, { provider, field }: NatErrorDetails): string {
  const place = field === undefined ? '' : `${field}: `;
  const origin = provider
    ? [
        provider.cloud,
        provider.operation,
        provider.code,
        provider.requestId && `request ${provider.requestId}`,
      ]
    : [];
  const suffix = origin.filter(Boolean).join(', ');
  return redact(`[${code}] ${place}${message}${suffix && ` (${suffix})`}`);
}

function cleanProvider(provider: ProviderDetails): ProviderDetails {
  return provider.message === undefined ? provider : { ...provider, message: redact(provider.message) };
}

/** How deep a chain of causes is cleaned; what lies deeper is left out, since a chain may lead back to itself. */
const deepest = 8;

/**
 * The error behind an error, shown by every console beside it and so to be as free of secrets. One that holds none stays itself, for
 * whoever compares it.
 */
function cleanCause(cause: unknown, depth = 0): unknown {
  if (typeof cause === 'string') return redact(cause);
  if (!(cause instanceof Error) || NatError.is(cause)) return cause;
  if (depth === deepest) return undefined;
  const { message, stack = '' } = cause;
  const inner = cleanCause(cause.cause, depth + 1);
  const [said, trace] = [redact(message), redact(stack)];
  if (said === message && trace === stack && inner === cause.cause) return cause;
  const clean = new Error(said, inner === undefined ? {} : { cause: inner });
  clean.stack = trace;
  return clean;
}
