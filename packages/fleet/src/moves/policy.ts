import { NatError } from '@polynat/core';
import { type Mapping, readMapping } from '@polynat/migrate';
import * as z from 'zod';
import { count, readPolicy, word } from '../policy-file.ts';
import { type GatewaySelection, selectionRemedy, selectionSchema } from '../selection.ts';

/** Which gateways are migrated, where, and how, as a policy file writes it. */
export interface MovePolicy {
  readonly gateways?: GatewaySelection;
  /** Alias of the cloud to migrate to. */
  readonly to: string;
  /** The decisions for every gateway. */
  readonly mapping: Mapping;
  /** Decisions for single gateways, by their ref, in place of those of `mapping`. */
  readonly each?: Readonly<Record<string, Partial<Mapping>>>;
  /** What one job may do at most: gateways it migrates, and purchases (gateways, public IPs) it makes. */
  readonly ceilings?: { readonly gateways?: number; readonly purchases?: number };
  /** Gateways that are migrated at the same time; default 2. */
  readonly concurrency?: number;
  /** After so many failures no further migration is started. */
  readonly stopAfter?: number;
}

const decisions = z.record(word, z.unknown(), 'must be a mapping');

const policySchema = z.strictObject({
  gateways: selectionSchema.exactOptional(),
  to: word,
  mapping: decisions,
  each: z.record(word, decisions, 'must be mappings by the ref of a gateway').exactOptional(),
  ceilings: z
    .strictObject({ gateways: count.exactOptional(), purchases: count.exactOptional() })
    .exactOptional(),
  concurrency: count.exactOptional(),
  stopAfter: count.exactOptional(),
});

const remedies: Readonly<Record<string, string>> = {
  gateways: selectionRemedy,
  to: 'write the alias of the cloud to migrate to, such as `to: search`',
  mapping: 'write the decisions of a mapping file, such as `mapping: { network: { vpc: vpc-1 } }`',
  each: "write decisions by ref, such as `each: { 'shop:bj/nat-1': { name: exit-1 } }`",
  ceilings: 'write `ceilings: { gateways: 10, purchases: 30 }`',
  concurrency: 'write a whole number such as `concurrency: 2`',
  stopAfter: 'write a whole number such as `stopAfter: 1`',
};

/** Checks a policy from outside: a parsed file, for example. */
export function readMovePolicy(input: unknown): MovePolicy {
  const { mapping, each = {}, ...policy } = readPolicy(policySchema, input, remedies);
  const single = Object.entries(each).map(
    ([ref, own]) => [ref, decided({ ...mapping, ...own }, ref)] as const,
  );
  return {
    ...policy,
    mapping: decided(mapping, 'mapping'),
    ...(single.length > 0 && { each: Object.fromEntries(single) }),
  };
}

function decided(mapping: unknown, where: string): Mapping {
  try {
    return readMapping(mapping);
  } catch (thrown) {
    const error = NatError.from(thrown);
    throw error.with({
      field: where === 'mapping' ? `mapping.${error.field}` : `each.${where}.${error.field}`,
    });
  }
}
