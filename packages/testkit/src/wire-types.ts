/**
 * What a sender is, told by its shape: the transport's own `Sender` fits, and so does whatever a third party puts in its place.
 * The kit depends on the core alone.
 */
export interface WireRequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireResponseLike {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface SendOptionsLike {
  readonly signal: AbortSignal;
  readonly timeout: number;
  readonly sizeLimit: number;
}

export interface SenderLike {
  send(request: WireRequestLike, options: SendOptionsLike): Promise<WireResponseLike>;
  close(): Promise<void>;
}
