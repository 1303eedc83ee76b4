import { NatError } from './errors.ts';

/** What became of one item of a batch. `id` is that of the rule or gateway, where there is one. */
export type ItemResult<T> =
  | { readonly index: number; readonly id: string; readonly value: T; readonly error?: never }
  | {
      readonly index: number;
      readonly id?: string;
      /** `outcome: 'none'`: refused or never sent. With `error.operation` the cloud accepted it: resume that to learn its end. */
      readonly error: NatError;
      readonly value?: never;
    };

/**
 * The values of a batch whose items all succeeded. Throws when one failed; the error of the first is its `cause`.
 *
 * @example const rules = valuesOf(await gateway.snat.addAll(specs));
 */
export function valuesOf<T>(results: readonly ItemResult<T>[]): T[] {
  const values: T[] = [];
  const failures: { readonly index: number; readonly error: NatError }[] = [];
  for (const result of results) {
    if (result.error) failures.push(result);
    else values.push(result.value);
  }
  const [first] = failures;
  if (first) throw batchFailure(first, failures, results.length);
  return values;
}

type Failure = { readonly index: number; readonly error: NatError };

/** Nothing has changed only when no item succeeded and none is in doubt. */
function batchFailure({ index, error }: Failure, failures: readonly Failure[], count: number): NatError {
  const unchanged =
    failures.length === count && failures.every((failure) => failure.error.outcome === 'none');
  const { code, plain, field, remedy, retryable, provider } = error;
  return new NatError(code, `${failures.length} of ${count} items failed; item ${index}: ${plain}`, {
    outcome: unchanged ? 'none' : 'unknown',
    retryable,
    cause: error,
    ...(field !== undefined && { field }),
    ...(remedy !== undefined && { remedy }),
    ...(provider && { provider }),
  });
}
