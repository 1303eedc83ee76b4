import { NatError } from '@polynat/core';

/** What is gone already needs no removal. */
export async function unlessGone<T>(remove: () => Promise<T>): Promise<T | undefined> {
  try {
    return await remove();
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found')) return undefined;
    throw thrown;
  }
}
