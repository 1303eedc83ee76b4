import type { CallOptions, Clouds } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';

/** What handlers work with. */
export interface HandlerContext {
  readonly nat: Clouds;
  /**
   * Called when the new gateway is ready and verified: the place to switch routes, firewalls and names. The source is touched only
   * after it resolves.
   */
  readonly cutOver: (change: CutOver) => Promise<void>;
}

export interface CutOver {
  readonly source: string;
  readonly changes: readonly string[];
  /** Which address stands for which source address. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** The engine's token and signal, as a call of the portable API takes them. */
export const options = ({ token, signal }: OperationContext): CallOptions => ({ token, signal });
