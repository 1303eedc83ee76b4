import { type Clock, minutes, NatError, seconds } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';

const pause = seconds(3);
/** The slowest gateway is documented with three minutes. */
const within = minutes(15);

/** What one poll of something ordered saw: the thing itself, or how far it is. */
export type ResourceState<T> = { readonly made: T } | { readonly seen: string };

/**
 * Polls until what an earlier try ordered is there. Ordering it again would make a second one, on clouds that do not know the
 * token, or know it no more.
 */
export async function waitForResource<T>(
  clock: Clock,
  { signal, progress }: Pick<OperationContext, 'signal' | 'progress'>,
  poll: () => Promise<ResourceState<T>>,
): Promise<T> {
  const deadline = clock.now() + within;
  for (;;) {
    const state = await poll();
    if ('made' in state) return state.made;
    if (clock.now() >= deadline) {
      throw new NatError('timeout', `timed out waiting for what was ordered; its state: ${state.seen}`, {
        outcome: 'unknown',
        remedy: 'the order stands: resume once the cloud has completed it',
      });
    }
    progress({ seen: state.seen });
    await clock.sleep(pause, signal);
  }
}
