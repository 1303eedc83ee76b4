import type { CallOptions, Clock, Clouds } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import type { RunSoFar } from './run-so-far.ts';

/** What handlers work with. */
export interface HandlerContext extends Hooks {
  readonly nat: Clouds;
  readonly clock: Clock;
  /** What the run has found out and made so far. */
  runSoFar(run: string): Promise<RunSoFar>;
}

/** Where a migration stops for what only its owner can do. */
export interface Hooks {
  /**
   * Called when the new gateway is ready and verified: the place to switch routes, firewalls and names. The source is touched only
   * after it resolves. Called again when the process dies meanwhile.
   */
  cutOver(change: CutOver): Promise<void>;
  /** Called when a migration is rolled back after that: the new gateway goes only once this resolves. */
  cutBack(change: CutOver): Promise<void>;
}

export interface CutOver {
  readonly source: string;
  /** The new gateway. */
  readonly target: string;
  /** `manual`: the new gateway carries no traffic until somebody points a route table at it. */
  readonly routes?: 'manual';
  readonly changes: readonly string[];
  /** Which address stands for which source address. */
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
