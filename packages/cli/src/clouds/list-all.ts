import type { Cloud, Listing } from '@polynat/core';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, several } from '../command-line/options.ts';
import { type ExitCode, exitCodes, report } from '../terminal/failures.ts';

export interface Found<T> {
  readonly items: readonly T[];
  /** 1 when a cloud is missing from the answer. */
  readonly exit: ExitCode;
}

/**
 * Lists from the clouds of `--cloud`, or from all. A cloud that fails is reported on stderr, and the command ends with 1. When all
 * fail, the command fails with the first error.
 */
export async function listAll<T>(
  { clouds, terminal }: Needs<'clouds' | 'terminal'>,
  options: OptionValues,
  listingOf: (cloud: Cloud) => Listing<T>,
): Promise<Found<T>> {
  const [nat, { MultiCloudListing }] = await Promise.all([clouds.all(), import('@polynat/core')]);
  const aliases = several(options, 'cloud') ?? nat.aliases;
  const listing = new MultiCloudListing(
    new Map(aliases.map((alias) => [alias, listingOf(nat.cloud(alias))])),
  );
  const { items, failures } = await terminal.reading(aliases.join(', '), listing.settle());
  if (failures.length === aliases.length && failures[0]) throw failures[0].error;
  for (const { cloud, error } of failures) await report(error, terminal.io, terminal.json, cloud);
  return { items, exit: failures.length === 0 ? exitCodes.done : exitCodes.failed };
}
