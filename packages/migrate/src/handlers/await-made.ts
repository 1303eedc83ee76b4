import { type Clock, minutes, NatError, seconds } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';

const pause = seconds(3);
/** The slowest gateway is documented with three minutes. */
const patience = minutes(15);

/** What one look at something ordered saw: the thing itself, or how far it is. */
export type Sight<T> = { readonly made: T } | { readonly seen: string };

/**
 * Looks until what an earlier try ordered has been made. Ordering it again would make a second one, on clouds that do not know the
 * token, or know it no more.
 */
export async function awaitMade<T>(
  clock: Clock,
  { signal, progress }: Pick<OperationContext, 'signal' | 'progress'>,
  look: () => Promise<Sight<T>>,
): Promise<T> {
  const deadline = clock.now() + patience;
  for (;;) {
    const sight = await look();
    if ('made' in sight) return sight.made;
    if (clock.now() >= deadline) {
      throw new NatError('timeout', `what was ordered is still ${sight.seen}`, {
        outcome: 'unknown',
        remedy: 'the order stands: resume once it has been carried out',
      });
    }
    progress({ seen: sight.seen });
    await clock.sleep(pause, signal);
  }
}
