import { NatError } from '@polynat/core';

/** What is to be gone and is gone already counts as done. */
export async function unlessGone(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (thrown) {
    if (!NatError.is(thrown, 'not-found')) throw thrown;
  }
}
