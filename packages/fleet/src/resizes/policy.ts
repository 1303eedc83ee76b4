import { type Size, type SizeRequest, sizeRequestSchema, sizeSchema } from '@polynat/core';
import * as z from 'zod';
import { count, readPolicy, word } from '../policy-file.ts';
import { type GatewaySelection, selectionRemedy, selectionSchema } from '../selection.ts';

/** What a gateway is resized to. Everything given has to apply; without anything it applies to each. */
export interface SizeRule {
  /** Its present size. */
  readonly from?: Size;
  /** Measured: how many public IPs it has. */
  readonly addresses?: { readonly atLeast?: number; readonly atMost?: number };
  /** The size to resize to, or the smallest that carries so many connections. */
  readonly to?: SizeRequest;
  /** In place of `to`: the tag of the gateway that declares its size, such as `small`, `units=5` or `connections=1000000`. */
  readonly declaredBy?: string;
}

/** Which gateways are resized, and to what, as a policy file writes it. */
export interface ResizePolicy {
  readonly gateways?: GatewaySelection;
  /** The first rule that applies to a gateway decides. */
  readonly rules: readonly SizeRule[];
  /** How many gateways one run may resize at most. */
  readonly ceilings?: { readonly resizes?: number };
  /** Gateways that are resized at the same time; default 4. */
  readonly concurrency?: number;
  /** After so many failures no further gateway is resized. */
  readonly stopAfter?: number;
}

const zeroOrMore = z
  .number('must be a number')
  .int('must be a whole number')
  .nonnegative('must not be negative');

const ruleSchema = z
  .strictObject({
    from: sizeSchema.exactOptional(),
    addresses: z
      .strictObject({ atLeast: zeroOrMore.exactOptional(), atMost: zeroOrMore.exactOptional() })
      .exactOptional(),
    to: sizeRequestSchema.exactOptional(),
    declaredBy: word.exactOptional(),
  })
  .refine(
    ({ to, declaredBy }) => (to === undefined) !== (declaredBy === undefined),
    'needs either to or declaredBy',
  );

const policySchema: z.core.$ZodType<ResizePolicy> = z.strictObject({
  gateways: selectionSchema.exactOptional(),
  rules: z.array(ruleSchema, 'must be a list').min(1, 'must have a rule'),
  ceilings: z.strictObject({ resizes: count.exactOptional() }).exactOptional(),
  concurrency: count.exactOptional(),
  stopAfter: count.exactOptional(),
});

const remedies: Readonly<Record<string, string>> = {
  gateways: selectionRemedy,
  rules:
    'write rules such as `- { from: { tier: small }, to: { tier: medium } }` or `- { declaredBy: nat-size }`',
  ceilings: 'write `ceilings: { resizes: 10 }`',
  concurrency: 'write a whole number such as `concurrency: 4`',
  stopAfter: 'write a whole number such as `stopAfter: 3`',
};

/** Checks a policy from outside: a parsed file, for example. */
export const readResizePolicy = (input: unknown): ResizePolicy => readPolicy(policySchema, input, remedies);
