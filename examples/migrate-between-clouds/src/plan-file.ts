import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Clouds } from '@polynat/core';
import { type MigrationPlan, planMigration, readPlan } from '@polynat/migrate';
import { parse } from 'yaml';

export interface Wish {
  readonly from: string;
  /** Alias of the cloud it goes to. */
  readonly to: string;
  /** What a person has decided: network, size, which addresses are bought, which losses are accepted. */
  readonly mappingFile: string;
}

/** The plan in the file, or a new one that is kept there: a second start must find the same plan to go on with it. */
export async function planKeptIn(
  planFile: string,
  nat: Clouds,
  { from, to, mappingFile }: Wish,
): Promise<MigrationPlan> {
  if (existsSync(planFile)) return readPlan(JSON.parse(readFileSync(planFile, 'utf8')));
  const mapping: unknown = parse(readFileSync(mappingFile, 'utf8'));
  const plan = await planMigration(nat, from, { to, mapping });
  writeFileSync(planFile, JSON.stringify(plan, null, 2));
  return plan;
}
