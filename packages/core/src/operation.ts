import { NatError } from './errors.ts';
import type { OperationEvent } from './operation-event.ts';
import type { OperationRecord } from './operation-record.ts';
import type { Receipt } from './receipt.ts';
import { type OperationJob, OperationRun } from './runtime/operation-run.ts';

/**
 * A mutation in progress. The request leaves at once; `await` it for the final value, or only `await operation.accepted` for what
 * the cloud said at once. Polling starts when somebody waits for it.
 */
export class Operation<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = 'Operation';
  /** What the cloud said when it accepted the (first) request. */
  readonly accepted: Promise<Receipt>;
  readonly #run: OperationRun<T>;

  constructor(job: OperationJob<T>) {
    this.#run = new OperationRun(job);
    // A failure without a listener must surface as an unhandled rejection, so `accepted` is a promise of its own.
    this.accepted = this.#run.started.then((receipt) => receipt);
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaited like the promise it implements
  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.accepted.catch(() => undefined);
    return this.#run.complete().then(onValue, onError);
  }

  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onError);
  }

  finally(onEnd?: (() => void) | null): Promise<T> {
    this.accepted.catch(() => undefined);
    return this.#run.complete().finally(onEnd);
  }

  /** Calls the listener for every event from now on; the returned function removes it. */
  onProgress(listener: (event: OperationEvent) => void): () => void {
    return this.#run.listen(listener);
  }

  /** Stops waiting. What the cloud has accepted goes on there. */
  abort(reason?: unknown): void {
    this.accepted.catch(unlessAborted);
    this.#run.abort(reason);
  }

  toJSON(): OperationRecord {
    return this.#run.record();
  }
}

/** The caller who aborts knows about it; any other failure must still surface. */
function unlessAborted(error: unknown): void {
  if (!NatError.is(error, 'aborted')) throw error;
}
