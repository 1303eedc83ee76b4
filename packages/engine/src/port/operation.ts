import type { OperationRecord } from '@polynat/core';
import type { AcceptedOperation } from '../accepted.ts';
import type { Json } from '../json.ts';

/** One named piece of work, as data: never a closure, so any process and any engine can take it up. */
export interface Operation {
  /** Unique within the run, and the same each time the procedure is replayed, such as `create-gateway` or `dnat/17`. */
  readonly name: string;
  /** Names the handler that knows how to do it, such as `gateway.create`. */
  readonly kind: string;
  readonly args: Json;
}

export interface OperationContext {
  readonly run: string;
  readonly operation: string;
  /**
   * Idempotency token for the cloud: at most 43 characters of base64url, the same through every retry, process and machine until
   * a definite failure has been recorded. An `undo` has its own.
   */
  readonly token: string;
  /** 1 for the first try in this process, 2 after one retryable failure, and so on. */
  readonly attempt: number;
  /** True when an earlier process may already have started this operation. */
  readonly resumed: boolean;
  /**
   * Milliseconds since 1970 at which the operation was first started under this token, or earlier: how long a cloud may have to
   * remember the token.
   */
  readonly since: number;
  /** What a person has stated about an earlier try of this operation, and who; see `StateOptions`. Never `none`. */
  readonly stated?: { readonly left: string; readonly by: string };
  /** True when the run is being rolled back: `probe` then only has to learn what is to be undone. */
  readonly undoing: boolean;
  /**
   * Fires when the run is stopped or its lease is lost. A handler that waits may then reject with `aborted`: nothing is recorded,
   * and the operation starts again, with the same token, when the run is resumed.
   */
  readonly signal: AbortSignal;
  /**
   * To be called right before each request to the cloud leaves, also before a retry; `CallOptions.beforeSend` of a portable call takes
   * it. Rejects when another process has taken the run over, for example while this one was frozen: then nothing may be sent.
   */
  readonly beforeSend: () => Promise<void>;
  /** Tells whoever watches the run; not recorded. */
  progress(note: Json): void;
  /** Keeps the cloud's id of a request with the step, for support tickets. Ids that errors carry are kept by themselves. */
  noteRequest(id: string): void;
  /**
   * Keeps what the cloud has accepted, before its work is done: a process that takes the operation over asks `complete`, with these
   * receipts, instead of `probe`. To be awaited before `run` ends. While undoing, nothing is kept.
   */
  noteAccepted(operation: OperationRecord): Promise<void>;
}

/** How operations of one kind are done. Throwing means: this operation failed, record it and tell the procedure. */
export interface OperationHandler {
  /** Does the work. Safe to repeat with the same token, or with `probe` declared. Waiting for the result belongs inside. */
  run(args: Json, context: OperationContext): Promise<Json>;
  /**
   * Looks whether an earlier try took effect, and returns what `run` would have returned, or `undefined` when it did not. Asked
   * before `run` is repeated and before something whose outcome is unknown is undone, with the token of `run` both times; never
   * asked otherwise. It rejects when it cannot tell: the operation then stays unknown, and a rollback stops and says so. After the
   * cloud had accepted the order, `undefined` counts as not being able to tell.
   */
  probe?(args: Json, context: OperationContext): Promise<Json | undefined>;
  /**
   * Asked instead of `probe` when an earlier try ended, or failed, after the cloud had accepted its order: waits for the end of that order, by its
   * receipts, and returns what `run` would have returned; `undefined` when it is certain that nothing of it is left.
   */
  complete?(args: Json, accepted: AcceptedOperation, context: OperationContext): Promise<Json | undefined>;
  /** Takes back what `run` returned. Rejecting with `not-found` counts as done. */
  undo?(args: Json, result: Json, context: OperationContext): Promise<void>;
}
