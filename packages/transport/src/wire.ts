import type { Call, NatError } from '@polynat/core';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One HTTP request, complete and final: the url is sent byte for byte. */
export interface WireRequest {
  readonly method: Method;
  /** Absolute, with its query already percent-encoded by the adapter's own rules. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Milliseconds this attempt may take. */
  readonly timeout: number;
  /** Bytes an answer may have before it is refused as `protocol`. */
  readonly sizeLimit: number;
}

/**
 * Puts one request on the wire. It neither retries, follows redirects, decodes nor throws for a status. Errors leave as
 * a NatError `unavailable`, `timeout`, `aborted` or `protocol` whose `outcome` says whether the request can have reached the cloud.
 */
export interface Sender {
  send(request: WireRequest, options: SendOptions): Promise<WireResponse>;
  close(): Promise<void>;
}

/** What differs between two attempts of the same call. */
export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /**
   * The idempotency token to send. The first is the call's own, and a token the caller brought (`Call.tokenGiven`) never changes. One that
   * the library made changes after a definite refusal, since clouds may remember that under the old one; not while the outcome of an
   * earlier attempt is unknown, also from call to call. Throttling and signature errors keep the token. At most 43 ASCII characters.
   */
  readonly token: string;
  /** Milliseconds since 1970, fresh for every attempt. */
  readonly instant: number;
  /** A UUID, fresh for every attempt. */
  readonly nonce: string;
}

/**
 * How a call behaves when its outcome is unknown: a `read` may be repeated, a write with a `token` may be repeated under the same
 * token, a write that can happen only `once` is never repeated by the pipeline (see `exactlyOnce` in core).
 */
export type Repeat = 'read' | 'token' | 'once';

/** One call of a native operation, as an adapter hands it to the pipeline: plain data and pure functions. */
export interface WireCall<T> {
  readonly cloud: string;
  readonly operation: string;
  /** Shared by all calls that the cloud counts against one limit: `cloud/account/region/family`. */
  readonly rateKey: string;
  readonly repeat: Repeat;
  /** Parameters of the operation, for those who watch calls; they are not sent from here. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Builds and signs the request of one attempt; called anew for each. May fetch credentials, hence asynchronous. */
  readonly build: (attempt: Attempt) => Promise<WireRequest>;
  /**
   * What the cloud was asked to answer in. JSON and XML are told apart by their first character all the same. Integers beyond 2^53
   * arrive as text. Of XML comes the content of the root element, as JSON would spell it: every value is text, an element that occurs
   * twice is an array, one that is empty is empty text.
   */
  readonly format: 'json' | 'xml' | 'text';
  /**
   * The provider's failure in a parsed answer, whatever its HTTP status; `undefined` when it succeeded. `body` is `undefined` when
   * the answer was empty.
   */
  readonly failure: (body: unknown, response: WireResponse) => NatError | undefined;
  /**
   * Turns the parsed answer into the typed result; throws NatError `protocol` when it does not fit. It decides whether an empty answer
   * (`undefined`), or one of a stranger, can be the cloud's: the pipeline does not know what the operation promises.
   */
  readonly decode: (body: unknown, response: WireResponse) => T;
  readonly requestId: (body: unknown, response: WireResponse) => string | undefined;
}

export interface Transport {
  call<T>(wireCall: WireCall<T>, call: Call): Promise<T>;
  close(): Promise<void>;
}
