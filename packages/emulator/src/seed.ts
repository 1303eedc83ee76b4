import * as z from 'zod';
import { type Accounts, accountSchema } from './accounts.ts';
import type { EmulatedCloud } from './cloud.ts';

/** A seed file: per cloud what to create, in that cloud's own words, and further accounts. The README of this package shows one. */
const seedSchema = z.strictObject({
  alibaba: z.unknown().optional(),
  baidu: z.unknown().optional(),
  tencentBm: z.unknown().optional(),
  tencentVpc: z.unknown().optional(),
  accounts: z.array(accountSchema).default([]),
});

/** Adds the resources a seed describes; throws an Error naming cloud and field. */
export function applySeed(accounts: Accounts, input: unknown): void {
  const seed = seedSchema.parse(input);
  for (const cloud of accounts.clouds) {
    const section = seed[cloud.name];
    if (section !== undefined) applySection(cloud, section);
  }
  for (const [index, account] of seed.accounts.entries()) {
    within(`accounts.${index}`, () => accounts.add(account));
  }
}

function applySection(cloud: EmulatedCloud, section: unknown): void {
  within(cloud.name, () => cloud.seed(section));
}

function within(field: string, apply: () => void): void {
  try {
    apply();
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`seed.${field}: ${reason}`, { cause: error });
  }
}
