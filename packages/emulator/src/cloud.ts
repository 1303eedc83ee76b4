import type { EmulatorClock } from './clock.ts';
import type { HttpReply, HttpRequest } from './http.ts';

/** The random numbers and identifiers of one emulator; seeded, so that a run can be repeated exactly. */
export interface Identity {
  /** Lower-case letters and digits, never the same twice in one emulator. */
  word(length: number): string;
  uuid(): string;
  /** A fraction in [0, 1). */
  fraction(): number;
}

/** What every emulated cloud is built from. */
export interface CloudContext {
  readonly clock: EmulatorClock;
  readonly identity: Identity;
  /** Refuse a client token that a second operation brings, also where the cloud lets it pass. */
  readonly strictTokens?: boolean;
  /** Keys of the account, in the fields of `EmulatedCloud.credentials`; drawn when left out. */
  readonly credentials?: Readonly<Record<string, string>>;
}

/**
 * Asked by the world at the few places where a real cloud can go wrong behind an accepted call. The listener answers
 * from the list of injected faults for the operation at hand; without faults everything is `undefined`.
 */
export type WorkFault = 'stuck' | 'failed' | 'out-of-stock';

/** One request as it reaches a cloud, with the faults that hit it. */
export interface CloudRequest extends HttpRequest {
  /** A fault of the work behind this request, if one was injected. */
  readonly workFault?: WorkFault | undefined;
  /** Milliseconds by which this cloud's own clock is wrong when it checks the signature. */
  readonly clockSkew: number;
}

export type FaultReplyKind = 'throttle' | 'server-error';

/**
 * One emulated cloud. `handle` is synchronous: a request is checked, applied and answered in one step, so that no two
 * requests can interleave and a lost reply always means "committed, not told".
 */
export interface EmulatedCloud {
  readonly name: 'alibaba' | 'baidu' | 'tencentBm' | 'tencentVpc';
  /** Whether this request is written in this cloud's protocol (by path, parameters or headers; never by host alone). */
  recognises(request: HttpRequest): boolean;
  /** Documented names of all operations it answers, so that a fault for a misspelt one is refused. */
  readonly operations: readonly string[];
  /** The operation by its documented name, for faults and the request log; 'unknown' when it cannot be told. */
  operationOf(request: HttpRequest): string;
  handle(request: CloudRequest): HttpReply;
  /** The cloud's own way of refusing for load or of breaking down, for fault injection. */
  faultReply(kind: FaultReplyKind, request: HttpRequest, retryAfterSeconds?: number): HttpReply;
  /** Keys this cloud accepts, in the field names of the command line contract. */
  readonly credentials: Readonly<Record<string, string>>;
  /** A ready network, in the field names of the command line contract. Recomputed, since addresses get used up. */
  networks(): Readonly<Record<string, string | readonly string[]>>;
  /** Every fact of the state as plain JSON, with stable order. Holds no secret. */
  world(): unknown;
  /** Back to the state right after start: the ready network keeps its ids, so that nobody has to ask for them again. */
  reset(): void;
  /** Adds resources described by a seed file's section for this cloud; throws an Error naming the wrong field. */
  seed(section: unknown): void;
  /** Throws an Error naming the broken rule when the state contradicts itself. Used by property tests. */
  checkInvariants(): void;
}

export type CloudFactory = (context: CloudContext) => EmulatedCloud;
