import * as z from 'zod';
import type { EmulatedCloud } from './cloud.ts';

/** A seed file: per cloud what to create, in that cloud's own words. The README of this package shows one. */
const seedSchema = z.strictObject({
  alibaba: z.unknown().optional(),
  baidu: z.unknown().optional(),
  tencentBm: z.unknown().optional(),
  tencentVpc: z.unknown().optional(),
});

/** Adds the resources a seed describes; throws an Error naming cloud and field. */
export function applySeed(clouds: readonly EmulatedCloud[], input: unknown): void {
  const seed = seedSchema.parse(input);
  for (const cloud of clouds) {
    const section = seed[cloud.name];
    if (section !== undefined) applySection(cloud, section);
  }
}

function applySection(cloud: EmulatedCloud, section: unknown): void {
  try {
    cloud.seed(section);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`seed.${cloud.name}: ${reason}`, { cause: error });
  }
}
