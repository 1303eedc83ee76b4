import { type Clock, NatError } from '@polynat/core';
import type { Wire } from '../wires/wire.ts';

/** What every facet works with. */
export interface Facets {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly region: string;
}

/** What is gone already needs no removal. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  return unless('not-found', read);
}

/** Keys for gateways need no rights on addresses; what such a key may not see is left for the cloud to judge. */
export async function unlessForbidden<T>(read: () => Promise<T>): Promise<T | undefined> {
  return unless('forbidden', read);
}

async function unless<T>(code: 'not-found' | 'forbidden', read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (NatError.is(thrown, code)) return undefined;
    throw thrown;
  }
}
