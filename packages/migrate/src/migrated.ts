import { check } from '@polynat/core';
import * as z from 'zod';

/** What came of a run that is done. */
export interface Migrated {
  /** The new gateway, or the changed one. */
  readonly ref: string;
  /** Which public IP replaces which one of the source. */
  readonly addresses: Readonly<Record<string, string>>;
}

const migratedSchema: z.core.$ZodType<Migrated> = z.object({
  ref: z.string(),
  addresses: z.record(z.string(), z.string()),
});

/** Reads the output of a run: `outcome.output` of a handle, or of a run the engine lists. */
export const readMigrated = (output: unknown): Migrated => check(migratedSchema, output, 'output of the run');
