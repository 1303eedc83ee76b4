import { type CallOptions, type Cloud, type Clouds, NatError } from '@polynat/core';
import type { CoveredCloud } from './partial-entries.ts';

/** Which clouds are covered: those to which everything given applies. */
export interface InventorySelection {
  /** Aliases. */
  readonly clouds?: readonly string[];
  readonly regions?: readonly string[];
  /** Ids of accounts. A cloud of which nothing tells the account is covered too, since it may be one of them. */
  readonly accounts?: readonly string[];
}

/** The clouds of a selection, by their aliases in order. A value that no cloud has is refused: its gateways would be missed in silence. */
export async function coveredClouds(
  clouds: Clouds,
  { clouds: aliases, regions, accounts }: InventorySelection,
  call: CallOptions,
): Promise<readonly CoveredCloud[]> {
  requireKnown('cloud', aliases, clouds.aliases);
  const named = clouds.aliases
    .filter((alias) => aliases?.includes(alias) ?? true)
    .map((a) => clouds.cloud(a));
  requireKnown(
    'region',
    regions,
    named.map(({ region }) => region),
  );
  const there = named.filter(({ region }) => regions?.includes(region) ?? true);
  const found = await Promise.all(there.map((cloud) => covered(cloud, call)));
  requireKnown(
    'account',
    accounts,
    found.flatMap(({ account }) => account ?? []),
  );
  return found
    .filter(({ account }) => account === undefined || (accounts?.includes(account) ?? true))
    .sort((left, right) => (left.cloud < right.cloud ? -1 : 1));
}

/** Whose it is belongs to the record, but a key that may not ask can still be used. */
async function covered(cloud: Cloud, call: CallOptions): Promise<CoveredCloud> {
  const { alias, kind, region } = cloud;
  const account = await cloud.account(call).catch((thrown: unknown) => {
    if (NatError.is(thrown, 'aborted')) throw thrown;
    return undefined;
  });
  return { cloud: alias, kind, region, ...(account && { account: account.id }) };
}

function requireKnown(field: string, wanted: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = wanted?.find((one) => !known.includes(one));
  if (unknown === undefined) return;
  throw new NatError('invalid-argument', `no configured cloud has the ${field} "${unknown}"`, {
    field,
    remedy: `use ${[...new Set(known)].sort().join(', ') || 'none'}`,
  });
}
