import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import type { Receipt } from '../receipt.ts';

/** Stands for a removal that has nothing left to do. No driver knows it: there is nothing to poll. */
const removedBefore: Receipt<void> = { kind: 'removed-before', subject: {} };

export const isRemovedBefore = ({ kind }: Receipt): boolean => kind === removedBefore.kind;

/**
 * A removal fails with `not-found` where there is nothing of that name, since the one that was meant would go on costing. It is done
 * when this operation itself may have removed it: an answer was lost on the way, or the caller repeats it under a token of its own.
 */
export const removing =
  (start: (call: Call) => Promise<Receipt<void>>) =>
  async (call: Call): Promise<Receipt<void>> => {
    try {
      return await start(call);
    } catch (thrown) {
      const mayHaveRemoved =
        NatError.is(thrown, 'not-found') && (thrown.outcome === 'unknown' || call.repeated === true);
      if (mayHaveRemoved) return removedBefore;
      throw thrown;
    }
  };
