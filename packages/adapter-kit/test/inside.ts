import { NatError } from '@polynat/core';

/** The NatError a promise rejects with; a promise that resolves fails the test. */
export async function failureFrom(work: Promise<unknown>): Promise<NatError> {
  const outcome = await work.then(
    () => new Error('it was expected to fail'),
    (thrown: unknown) => thrown,
  );
  if (NatError.is(outcome)) return outcome;
  throw outcome;
}
