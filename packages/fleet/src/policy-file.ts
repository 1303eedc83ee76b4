import { check, NatError } from '@polynat/core';
import * as z from 'zod';

export const count = z.number('must be a number').int('must be a whole number').positive('must be positive');
export const word = z.string('must be text').min(1, 'must not be empty');

/** Checks a policy. `remedies`: what to write, for each of its members. */
export function readPolicy<T>(
  schema: z.core.$ZodType<T>,
  input: unknown,
  remedies: Readonly<Record<string, string>>,
): T {
  try {
    return check(schema, input, 'policy');
  } catch (thrown) {
    const error = NatError.from(thrown);
    const [member = ''] = (error.field ?? '').split('.');
    throw error.with({ remedy: remedies[member] ?? `use only ${Object.keys(remedies).join(', ')}` });
  }
}
