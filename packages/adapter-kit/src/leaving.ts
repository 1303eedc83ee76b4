import type { NatError } from '@polynat/core';

/** Where the public IPs that a write needs are: at rest, on their way off what had them, or held by something. */
export type Whereabouts = 'free' | 'leaving' | 'held';

/** Of several public IPs: the worst of them decides. `undefined` of none. */
export function whereaboutsOf(all: readonly Whereabouts[]): Whereabouts | undefined {
  if (all.length === 0) return undefined;
  if (all.includes('held')) return 'held';
  return all.includes('leaving') ? 'leaving' : 'free';
}

/** What clouds say of a public IP that something has still. */
const refusals: readonly string[] = ['busy', 'conflict', 'failed-precondition'];

/**
 * Whether the refusal of a write passes because a public IP is still leaving, for `retryWhileRefused`. One that left between the write
 * and the look is free: the write is tried once more, and a refusal that comes again has another reason.
 */
export function passesOnceFree(
  whereabouts: () => Promise<Whereabouts | undefined>,
): (refusal: NatError) => Promise<boolean> {
  let triedFree = false;
  return async ({ code, outcome }) => {
    if (outcome !== 'none' || !refusals.includes(code)) return false;
    const seen = await whereabouts();
    if (seen !== 'free') return seen === 'leaving';
    const first = !triedFree;
    triedFree = true;
    return first;
  };
}
