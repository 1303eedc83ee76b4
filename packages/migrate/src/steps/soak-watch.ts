import * as z from 'zod';
import { type Drift, driftOf } from '../cut-over/drift.ts';
import { defineStep } from './define-step.ts';
import { text, texts } from './shapes.ts';

export interface SoakWatch {
  readonly source: string;
  readonly digest: string;
  readonly target: string;
}

const args: z.core.$ZodType<SoakWatch> = z.object({ source: text, digest: text, target: text });
const drift: z.core.$ZodType<Drift> = z.object({
  source: z.enum(['same', 'changed', 'gone']),
  target: texts,
});

/** Notes how source and target differ from what they did at cut-over. Not part of a plan. */
export const watchSoak = defineStep({
  kind: 'soak.watch',
  args,
  bound: args,
  result: drift,
  bind: (known) => known,
  async run({ nat, runSoFar }, watched, { run, signal }) {
    const { verified } = await runSoFar(run);
    return driftOf(nat, { ...watched, ...(verified && { verified }) }, { signal });
  },
});
