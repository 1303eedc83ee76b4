import { type Clouds, type Gateway, matchesPattern, NatError } from '@polynat/core';
import * as z from 'zod';
import { word } from './policy-file.ts';

/** Which gateways a policy is for: those to which everything given applies; all without anything. */
export interface GatewaySelection {
  /** Aliases. */
  readonly clouds?: readonly string[];
  /** Ids of networks (VPCs). */
  readonly networks?: readonly string[];
  /** `*` stands for any characters: `shop-*`. */
  readonly name?: string;
  /** Tags and their values; `*` in a value stands for any characters. */
  readonly tags?: Readonly<Record<string, string>>;
}

export const selectionSchema = z.strictObject({
  clouds: z.array(word, 'must be a list').min(1, 'must name a cloud').exactOptional(),
  networks: z.array(word, 'must be a list').min(1, 'must name a network').exactOptional(),
  name: word.exactOptional(),
  tags: z.record(word, z.string('must be text')).exactOptional(),
});

export const selectionRemedy =
  'select with `clouds`, `networks`, `name` and `tags`, such as `clouds: [search]`';

/** The aliases that a selection names, or all. One that is not configured is refused: its gateways would be missed in silence. */
export function selectedClouds(clouds: Clouds, { clouds: wanted }: GatewaySelection): readonly string[] {
  const unknown = wanted?.find((alias) => !clouds.aliases.includes(alias));
  if (unknown === undefined) return wanted ?? clouds.aliases;
  throw new NatError('invalid-argument', `unknown alias "${unknown}"`, {
    field: 'gateways.clouds',
    remedy: `use one of: ${clouds.aliases.join(', ')}`,
  });
}

/** Why a gateway is not selected; `undefined` when it is. */
export function exclusionOf(gateway: Gateway, selection: GatewaySelection): string | undefined {
  const { networks, name, tags = {} } = selection;
  const { vpc } = gateway.placement;
  if (networks && !networks.includes(vpc ?? '')) return `network ${vpc} is not in the policy`;
  if (name !== undefined && !matchesPattern(gateway.name, name)) return `the name does not match ${name}`;
  const missing = Object.entries(tags).find(
    ([key, value]) => !Object.hasOwn(gateway.tags, key) || !matchesPattern(gateway.tags[key] ?? '', value),
  );
  return missing && `it has no tag ${missing.join('=')}`;
}
