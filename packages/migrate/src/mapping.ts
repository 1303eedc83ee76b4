import {
  type AddressSpec,
  addressSpecSchema,
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
import { durationSchema } from './cut-over/duration.ts';
import { currentMapping } from './former-names.ts';
import { type AcceptableKind, acceptableKinds } from './gap.ts';

/** What a person decides about a migration. Whatever costs money or changes an address is decided here, never guessed. */
export interface Mapping {
  /** The VPC, and the subnet or zone, of the new gateway. */
  readonly network: Placement;
  readonly name?: string;
  /** Target subnet for each source subnet that a rule names. */
  readonly subnets?: Readonly<Record<string, string>>;
  /** For each source address one of the target's that is free, `allocate` to buy one, or `drop` to do without it. */
  readonly addresses?: Readonly<Record<string, string | Allocate>>;
  /** What happens to source addresses not named above. Left out, each of them blocks the plan. */
  readonly otherAddresses?: 'allocate' | Allocate;
  /** Left out: the smallest size that carries what the source carries. */
  readonly size?: SizeRequest;
  /** Mbit/s that all its public IPs together may send. Left out: as at the source, or as the public IPs need. */
  readonly outboundMbps?: number;
  /** Left out: on demand. A prepaid source blocks the plan until this is said. */
  readonly billing?: BillingChoice;
  /** Kinds of gaps whose loss is accepted, though they would block the plan. */
  readonly accept?: readonly AcceptableKind[];
  /** How long both gateways stay after cut-over before the migration can be finalized, such as `24h`; both are watched meanwhile. */
  readonly soak?: string;
  /** Whether finalizing deletes the source. Version 0.1 called it `retireSource`. */
  readonly deleteSource?: boolean;
}

/** Buys an address with decisions of its own. */
export interface Allocate {
  readonly allocate: AllocationChoice;
}

/** What is left out stays as the source has it. */
export type AllocationChoice = Pick<AddressSpec, 'meteredBy' | 'bandwidthMbps'>;

const allocateSchema: z.core.$ZodType<Allocate> = z.strictObject({
  allocate: addressSpecSchema.unwrap().pick({ meteredBy: true, bandwidthMbps: true }),
});
const idPairs = z.record(z.string().min(1), z.string().min(1));
const fate = z.union(
  [ipv4Schema, z.enum(['allocate', 'drop']), allocateSchema],
  'must be a target address, "allocate", { allocate: { meteredBy, bandwidthMbps } } or "drop"',
);

export const mappingSchema: z.core.$ZodType<Mapping> = z.strictObject({
  network: placementSchema,
  name: z.string().min(1).exactOptional(),
  subnets: idPairs.exactOptional(),
  addresses: z.record(ipv4Schema, fate).exactOptional(),
  otherAddresses: z
    .union(
      [z.literal('allocate'), allocateSchema],
      'must be "allocate" or { allocate: { meteredBy, bandwidthMbps } }',
    )
    .exactOptional(),
  size: sizeRequestSchema.exactOptional(),
  outboundMbps: z.number().int().positive().exactOptional(),
  billing: billingChoiceSchema.exactOptional(),
  accept: z.array(z.enum(acceptableKinds, `must be one of ${acceptableKinds.join(', ')}`)).exactOptional(),
  soak: durationSchema.exactOptional(),
  deleteSource: z.boolean().exactOptional(),
});

export const readMapping = (input: unknown): Mapping =>
  check(mappingSchema, currentMapping(input), 'mapping');

/** The mapping as JSON Schema, for editors and for other languages. */
export const mappingJsonSchema = (): Record<string, unknown> => ({
  title: 'What a person decides about the migration of a NAT gateway with Polynat',
  ...z.toJSONSchema(mappingSchema, { unrepresentable: 'any', io: 'input' }),
});

/** What becomes of a source address. */
export type Decision = 'drop' | Allocate | { readonly ip: string };

/** `undefined` when it is not decided. */
export function decisionOn(ip: string, { addresses = {}, otherAddresses }: Mapping): Decision | undefined {
  const decided = addresses[ip] ?? otherAddresses;
  if (decided === undefined || decided === 'drop' || typeof decided === 'object') return decided;
  return decided === 'allocate' ? { allocate: {} } : { ip: decided };
}

/** Source addresses the target does without. */
export const droppedBy = ({ addresses = {} }: Mapping): ReadonlySet<string> =>
  new Set(Object.keys(addresses).filter((ip) => addresses[ip] === 'drop'));

/** Source addresses and the addresses of the target that take their places. */
export const replacementsIn = (mapping: Mapping): readonly (readonly [source: string, target: string])[] =>
  Object.keys(mapping.addresses ?? {}).flatMap((source) => {
    const decision = decisionOn(source, mapping);
    return typeof decision === 'object' && 'ip' in decision ? [[source, decision.ip] as const] : [];
  });
