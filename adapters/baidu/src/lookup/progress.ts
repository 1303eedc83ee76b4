import { NatError } from '@polynat/core';

/** A list that ends early without saying so loses what was still to come; one that points back to itself is an error instead. */
export function requireProgress(next: string | undefined, from: string | undefined): void {
  if (next === undefined || next !== from) return;
  throw new NatError('protocol', 'the list makes no progress: its next page is the one just read', {
    retryable: true,
  });
}
