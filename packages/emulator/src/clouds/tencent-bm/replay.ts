/** Twice the widest tolerance: a timestamp may lie that far ahead and stays usable until it is that far behind. */
const GENERATION = 2 * 7_200_000;

export interface ReplayMemory {
  /** False when this combination was seen before. */
  firstUse(secretId: string, nonce: string, timestamp: string, now: number): boolean;
}

/**
 * Remembers nonces together with their timestamp, since the official v2 client draws from 65 536 values only and would
 * soon be refused by its nonces alone. Two generations are kept, so memory is bounded by the requests of that time.
 */
export function createReplayMemory(generation = GENERATION): ReplayMemory {
  let current = new Set<string>();
  let previous = new Set<string>();
  let since = Number.NEGATIVE_INFINITY;
  return {
    firstUse(secretId, nonce, timestamp, now) {
      if (now - since >= generation) {
        previous = now - since >= 2 * generation ? new Set() : current;
        current = new Set();
        since = now;
      }
      const use = `${secretId} ${nonce} ${timestamp}`;
      if (current.has(use) || previous.has(use)) return false;
      current.add(use);
      return true;
    },
  };
}
