import type { Signer } from './signer.ts';

/** What every wire format works on. The state is replaced by a reset. */
export interface Account<State> extends Signer {
  state: State;
}
