import { NatError } from '@polynat/core';
import * as z from 'zod';

/** Ids mean something in one region only, so every receipt that a method leaves names its own. */
export const receiptsOfRegion = <Methods extends object>(region: string, methods: Methods): Methods =>
  Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      async (...input: unknown[]) => withRegion(region, await method(...input)),
    ]),
  ) as Methods;

const receiptSchema = z.looseObject({ kind: z.string(), subject: z.looseObject({}) });

function withRegion(region: string, answer: unknown): unknown {
  const receipt = receiptSchema.safeParse(answer);
  return receipt.success ? { ...receipt.data, subject: { ...receipt.data.subject, region } } : answer;
}

/** Receipts of version 0.1 name a region only where they name a gateway by its whole key. */
const placeSchema = z.looseObject({
  region: z.string().optional(),
  key: z.looseObject({ region: z.string().optional() }).nullish(),
});

/** In another region everything looks as if it were gone. */
export function requireRegion(region: string, subject: unknown): void {
  const { data } = placeSchema.safeParse(subject);
  const theirs = data?.region ?? data?.key?.region ?? region;
  if (theirs === region) return;
  throw new NatError(
    'invalid-argument',
    `the receipt is from ${theirs}, and this cloud is set up for ${region}`,
    {
      field: 'region',
      remedy: `poll it with a cloud that is set up for ${theirs}`,
    },
  );
}
