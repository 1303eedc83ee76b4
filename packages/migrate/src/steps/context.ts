import type { CallOptions, Clock, Clouds, Operation } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import type { RunSoFar } from './run-so-far.ts';

/** What the steps of every run work with. */
export interface StepContext extends Hooks {
  readonly nat: Clouds;
  readonly clock: Clock;
  /** What the run has found out and created so far. */
  runSoFar(run: string): Promise<RunSoFar>;
}

/** Where a migration stops for what only its owner can do. */
export interface Hooks {
  /**
   * Called when the new gateway is ready and verified: the place to switch routes, firewalls and DNS. The source is touched only
   * after it resolves. Called again when the process dies meanwhile.
   */
  cutOver(change: CutOver): Promise<void>;
  /** Called when a migration is rolled back after that: the new gateway is deleted only once this resolves. */
  revertCutOver(change: CutOver): Promise<void>;
}

export interface CutOver {
  readonly source: string;
  /** The new gateway. */
  readonly target: string;
  /** `manual`: the new gateway carries no traffic until somebody points a route table at it. */
  readonly routes?: 'manual';
  readonly changes: readonly string[];
  /** Which public IP replaces which one of the source. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** The engine's token, signal and check of the lease, as a call of the portable API takes them. */
export const options = ({ token, signal, beforeSend }: OperationContext): CallOptions => ({
  token,
  signal,
  beforeSend,
});

/** For the further writes of an operation whose token belongs to another of its writes. */
export const furtherOptions = ({ signal, beforeSend }: OperationContext): CallOptions => ({
  signal,
  beforeSend,
});

/** Waits for a change, shows how far it is, and keeps with the step what a support desk asks for: the id of the request or of its task. */
export function completed<T>(
  change: Operation<T>,
  { noteRequest, progress }: Pick<OperationContext, 'noteRequest' | 'progress'>,
): Promise<T> {
  change.onProgress((event) => {
    if (event.type === 'accepted') {
      const { requestId, task } = event.receipt;
      const id = requestId ?? task;
      if (id !== undefined) noteRequest(id);
    }
    if (event.type === 'pending') progress({ seen: event.status });
  });
  return change.then((value) => value);
}

/**
 * For an order: what the cloud has accepted is in the journal before its work is done, so that whoever takes the run over knows what it
 * has bought, also on a cloud that recognises no repeated order.
 */
export async function bought<T>(order: Operation<T>, operation: OperationContext): Promise<T> {
  const noting = order.accepted.then(() => operation.noteAccepted(order.toJSON()));
  const [value] = await Promise.all([completed(order, operation), noting]);
  return value;
}
