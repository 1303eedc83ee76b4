import {
  type BillingChoice,
  billingChoiceSchema,
  check,
  ipv4Schema,
  type Placement,
  placementSchema,
  type SizeRequest,
  sizeRequestSchema,
} from '@polynat/core';
import * as z from 'zod';
import { type GapKind, gapKinds } from './gap.ts';

/** What a person decides about a migration. Whatever costs money or changes an address is decided here, never guessed. */
export interface Mapping {
  /** Where the new gateway stands. */
  readonly network: Placement;
  readonly name?: string;
  /** Target subnet for each source subnet that a rule names. */
  readonly subnets?: Readonly<Record<string, string>>;
  /** Target address for each source address: one that exists, or `allocate` to buy one. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** What happens to source addresses not named above. Left out, each of them blocks the plan. */
  readonly otherAddresses?: 'allocate';
  /** Left out: the smallest size that carries what the source carries. */
  readonly size?: SizeRequest;
  /** Left out: on demand. A prepaid source blocks the plan until this is said. */
  readonly billing?: BillingChoice;
  /** Kinds of gaps whose loss is accepted, though they would block the plan. */
  readonly accept?: readonly GapKind[];
  /** Whether the plan ends by deleting the source. */
  readonly retireSource?: boolean;
}

const idPairs = z.record(z.string().min(1), z.string().min(1));

export const mappingSchema: z.ZodType<Mapping> = z.strictObject({
  network: placementSchema,
  name: z.string().min(1).exactOptional(),
  subnets: idPairs.exactOptional(),
  addresses: z
    .record(
      ipv4Schema,
      z.union([ipv4Schema, z.literal('allocate')], 'must be a target address or "allocate"'),
    )
    .exactOptional(),
  otherAddresses: z.literal('allocate').exactOptional(),
  size: sizeRequestSchema.exactOptional(),
  billing: billingChoiceSchema.exactOptional(),
  accept: z.array(z.enum(gapKinds)).exactOptional(),
  retireSource: z.boolean().exactOptional(),
});

export const readMapping = (input: unknown): Mapping => check(mappingSchema, input, 'mapping');
