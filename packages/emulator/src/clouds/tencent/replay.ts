/** Twice the widest tolerance: a timestamp may lie that far ahead and stays usable until it is that far behind. */
const GENERATION = 2 * 7_200_000;

/** The official Node clients draw whole numbers up to this one. */
const LAST_SMALL_NONCE = 65_535;

export interface Stamp {
  readonly secretId: string;
  readonly nonce: string;
  /** Seconds since 1970, as sent. */
  readonly timestamp: string;
  readonly signature: string;
}

export interface ReplayMemory {
  /** False when the same was seen before. */
  firstUse(stamp: Stamp, now: number): boolean;
}

/**
 * The official clients draw from 65 536 nonces only, and two of a hundred requests in one second meet by chance one time
 * in thirteen: up to there only the same nonce, timestamp and signature are a replay. A larger nonce is refused whenever
 * it repeats. Two generations are kept, so memory is bounded by
 * the requests of that time.
 */
export function createReplayMemory(generation = GENERATION): ReplayMemory {
  let current = new Set<string>();
  let previous = new Set<string>();
  let since = Number.NEGATIVE_INFINITY;
  return {
    firstUse(stamp, now) {
      if (now - since >= generation) {
        previous = now - since >= 2 * generation ? new Set() : current;
        current = new Set();
        since = now;
      }
      const use = nameOf(stamp);
      if (current.has(use) || previous.has(use)) return false;
      current.add(use);
      return true;
    },
  };
}

function nameOf({ secretId, nonce, timestamp, signature }: Stamp): string {
  return Number(nonce) > LAST_SMALL_NONCE
    ? `${secretId} ${nonce}`
    : `${secretId} ${nonce} ${timestamp} ${signature}`;
}
