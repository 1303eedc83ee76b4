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
import { type AcceptableKind, acceptableKinds } from './gap.ts';

/** What a person decides about a migration. Whatever costs money or changes an address is decided here, never guessed. */
export interface Mapping {
  /** Where the new gateway stands. */
  readonly network: Placement;
  readonly name?: string;
  /** Target subnet for each source subnet that a rule names. */
  readonly subnets?: Readonly<Record<string, string>>;
  /** For each source address one of the target's that is free, `allocate` to buy one, or `drop` to do without it. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** What happens to source addresses not named above. Left out, each of them blocks the plan. */
  readonly otherAddresses?: 'allocate';
  /** Left out: the smallest size that carries what the source carries. */
  readonly size?: SizeRequest;
  /** Left out: on demand. A prepaid source blocks the plan until this is said. */
  readonly billing?: BillingChoice;
  /** Kinds of gaps whose loss is accepted, though they would block the plan. */
  readonly accept?: readonly AcceptableKind[];
  /** Whether the plan ends by deleting the source. */
  readonly retireSource?: boolean;
}

const idPairs = z.record(z.string().min(1), z.string().min(1));
const fate = z.union(
  [ipv4Schema, z.enum(['allocate', 'drop'])],
  'must be a target address, "allocate" or "drop"',
);

export const mappingSchema: z.ZodType<Mapping> = z.strictObject({
  network: placementSchema,
  name: z.string().min(1).exactOptional(),
  subnets: idPairs.exactOptional(),
  addresses: z.record(ipv4Schema, fate).exactOptional(),
  otherAddresses: z.literal('allocate', 'must be "allocate"').exactOptional(),
  size: sizeRequestSchema.exactOptional(),
  billing: billingChoiceSchema.exactOptional(),
  accept: z.array(z.enum(acceptableKinds, `must be one of ${acceptableKinds.join(', ')}`)).exactOptional(),
  retireSource: z.boolean().exactOptional(),
});

export const readMapping = (input: unknown): Mapping => check(mappingSchema, input, 'mapping');

/** The mapping as JSON Schema, for editors and for other languages. */
export const mappingJsonSchema = (): Record<string, unknown> => ({
  title: 'What a person decides about the migration of a NAT gateway with Polynat',
  ...z.toJSONSchema(mappingSchema, { unrepresentable: 'any', io: 'input' }),
});

/** Source addresses the target does without. */
export const droppedBy = ({ addresses = {} }: Mapping): ReadonlySet<string> =>
  new Set(Object.keys(addresses).filter((ip) => addresses[ip] === 'drop'));
