import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import type { Receipt } from '../receipt.ts';

/** Stand for what needs no request: nothing had to change, or an earlier call removed it. No driver knows them: there is nothing to poll. */
export const nothingToDo: Receipt<void> = { kind: 'nothing-to-do', subject: {} };
const removedBefore: Receipt<void> = { kind: 'removed-before', subject: {} };

export const needsNoPoll = ({ kind }: Receipt): boolean =>
  kind === nothingToDo.kind || kind === removedBefore.kind;

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
