import { NatError } from './errors.ts';

/** What travels with every call from the portable classes down to the wire. */
export interface Call {
  /** The caller's signal and everything else that may stop the call, joined once at the top. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970 by the injected clock; work that cannot finish by then stops with `timeout`. */
  readonly deadline: number;
  /** Names one logical write: the same through every retry whose outcome is unknown. At most 43 ASCII characters. */
  readonly token: string;
  /** The caller brought the token, and may come with it again from another process after its own death. */
  readonly tokenGiven?: boolean;
  /** The operation came with a token of the caller's, so that it may have been sent before. `tokenGiven` says so of later steps too. */
  readonly repeated?: boolean;
  /** Another process began the operation: a step without a receipt may have been sent. */
  readonly resumed?: boolean;
  /** See `CallOptions.beforeSend`. */
  readonly beforeSend?: (request: OutgoingRequest) => void | Promise<void>;
}

/** What a caller may say about any call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How long the call may take altogether, waiting included, in milliseconds; see `seconds` and `minutes`. */
  readonly within?: number;
  /**
   * Names a logical write, for callers that survive their own death and repeat it: the same token means the same write. At most 43
   * ASCII characters; made at random when left out. Under a token, a removal that finds nothing takes it for removed by an earlier
   * call; without one it fails with `not-found`.
   */
  readonly token?: string;
  /**
   * Called right before each request leaves, so also after the pause before a retry. What it throws ends the call, and that request is
   * not sent. Examples: a worker checks that it still owns its lease after the process was frozen; a dry run refuses every write and shows it.
   */
  readonly beforeSend?: (request: OutgoingRequest) => void | Promise<void>;
}

/** A request that is about to leave, in the words of the provider's API. */
export interface OutgoingRequest {
  readonly cloud: string;
  readonly operation: string;
  /** Whether it changes something. */
  readonly writes: boolean;
  /** Parameters of the operation as they were checked, without keys and signature. */
  readonly input: Readonly<Record<string, unknown>>;
}

const tokenForm = /^[\x21-\x7e]{1,43}$/;

export function checkToken(token: string): string {
  if (tokenForm.test(token)) return token;
  throw new NatError('invalid-argument', 'must be 1 to 43 printable ASCII characters', { field: 'token' });
}

/** Reads have this long when the caller does not say. */
export const readWithin = 60_000;
/** Writes, with their waiting. Alibaba Cloud allows a conversion five minutes, a gateway three; queueing comes on top. */
export const writeWithin = 15 * 60_000;
