import { NatError, type PollResult, type SharedBandwidth } from '@polynat/core';
import { done, pending } from './poll-results.ts';

/** Refuses an address that draws from another shared bandwidth: clouds say of it only that it is at work, which never passes. */
export function requireOpenFor(id: string, address: string, other: string | undefined): void {
  if (!other || other === id) return;
  throw new NatError('conflict', `${address} draws from shared bandwidth ${other}`, {
    field: 'addresses',
    remedy: `let it leave ${other} first`,
  });
}

export const doesNotDraw = (address: string, id: string): NatError =>
  new NatError('not-found', `${address} does not draw from shared bandwidth ${id}`, { field: 'addresses' });

/** One that is as it was asked for, and not at work any more. */
export function settledSharedBandwidth(
  bandwidth: SharedBandwidth,
  isAsAsked: (bandwidth: SharedBandwidth) => boolean,
): PollResult<SharedBandwidth> {
  const { state, providerState } = bandwidth;
  if (state === 'pending' || state === 'deleting') return pending(providerState);
  return isAsAsked(bandwidth) ? done(bandwidth) : pending(`${providerState}, not yet as asked`);
}
