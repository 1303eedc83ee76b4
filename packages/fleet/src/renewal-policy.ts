import { days, hours, type Term } from '@polynat/core';
import * as z from 'zod';
import { count, readPolicy } from './policy-file.ts';
import { type GatewaySelection, selectionRemedy, selectionSchema } from './selection.ts';

/** Which prepaid gateways are renewed, when, and for how long, as a policy file writes it. */
export interface RenewalPolicy {
  readonly gateways?: GatewaySelection;
  /** How long before its expiry a gateway is due: `30d`, `48h`. What has expired is due too. */
  readonly expiresWithin: string;
  /** How long to renew for: `1m`, `1y`. */
  readonly for: string;
  /** What one run may buy at most. The gateways that expire first come first. */
  readonly ceilings?: { readonly purchases?: number; readonly months?: number };
  /** Gateways that are renewed at the same time; default 4. */
  readonly concurrency?: number;
  /** After so many failures no further renewal is started. */
  readonly stopAfter?: number;
}

const units = { h: hours(1), d: days(1) } as const;
const durationForm = /^([1-9]\d{0,4})([hd])$/;
const termForm = /^([1-9]\d?)([my])$/;

const durationSchema = z.string('must be a length of time').regex(durationForm, 'is not a length of time');
const termSchema = z.string('must be a term').regex(termForm, 'is not a term');

const policySchema: z.core.$ZodType<RenewalPolicy> = z.strictObject({
  gateways: selectionSchema.exactOptional(),
  expiresWithin: durationSchema,
  for: termSchema,
  ceilings: z
    .strictObject({ purchases: count.exactOptional(), months: count.exactOptional() })
    .exactOptional(),
  concurrency: count.exactOptional(),
  stopAfter: count.exactOptional(),
});

/** Checks a policy from outside: a parsed file, for example. */
export const readRenewalPolicy = (input: unknown): RenewalPolicy => readPolicy(policySchema, input, remedies);

const remedies: Readonly<Record<string, string>> = {
  expiresWithin: 'write `expiresWithin: 30d`, in hours or days',
  for: 'write `for: 1m` for a month or `for: 1y` for a year',
  gateways: selectionRemedy,
  ceilings: 'write `ceilings: { purchases: 20, months: 20 }`',
  concurrency: 'write a whole number such as `concurrency: 4`',
  stopAfter: 'write a whole number such as `stopAfter: 3`',
};

/** In milliseconds. */
export function windowOf({ expiresWithin }: RenewalPolicy): number {
  const [, number = '0', unit] = durationForm.exec(expiresWithin) ?? [];
  return Number(number) * (unit === 'h' ? units.h : units.d);
}

export function termOf(policy: RenewalPolicy): Term {
  const [, number = '0', unit] = termForm.exec(policy.for) ?? [];
  return unit === 'y' ? { years: Number(number) } : { months: Number(number) };
}
