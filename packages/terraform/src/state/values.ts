import { check, NatError, type Ports } from '@polynat/core';
import * as z from 'zod';
import type { StateResource } from './resources.ts';

/** What is not set is null, or the zero of its type, depending on how the provider reads it. */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === '' || value === undefined ? undefined : `${value}`));

/** Providers spell some numbers as text. */
export const number = z
  .union([z.number(), z.string().regex(/^\d*$/, 'must be a number')])
  .nullish()
  .transform((value) => Number(value ?? 0) || undefined);

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? undefined);

export const texts = z
  .array(z.string().nullable())
  .nullish()
  .transform((values) => (values ?? []).flatMap((value) => value || []));

export const tags = z
  .record(z.string(), z.string().nullable())
  .nullish()
  .transform((values) =>
    Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, value ?? ''])),
  );

/** `80`, `10/20`, or `any` in any case. */
export const ports = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value, context): Ports | undefined => {
    const written = `${value ?? ''}`.toLowerCase();
    if (written === '') return undefined;
    if (written === 'any') return 'any';
    const [, from, to = from] = /^(\d+)(?:\/(\d+))?$/.exec(written) ?? [];
    if (from !== undefined) return { from: Number(from), to: Number(to) };
    context.addIssue({ code: 'custom', message: 'must be a port, a range such as 10/20, or any' });
    return undefined;
  });

/** Reads the values of a resource; the error names the resource and the attribute. */
export function valuesOf<T>(schema: z.core.$ZodType<T>, { address, values }: StateResource): T {
  try {
    return check(schema, values, address);
  } catch (thrown) {
    const { plain, field } = NatError.from(thrown);
    throw new NatError('invalid-argument', plain, {
      field: `${address}.${field}`,
      remedy: 'give what `terraform show -json` prints, unchanged',
    });
  }
}

/** A single address may come without its prefix. */
export const asBlock = (address: string): string => (address.includes('/') ? address : `${address}/32`);
