import type { Engine, StepRecord } from '@polynat/engine';
import * as z from 'zod';
import type { ExpectedRules } from '../verify.ts';
import { type OwnParts, ownPartsIn } from './own-parts.ts';
import { dnatShape, snatShape } from './shapes.ts';

/** What the journal of a run tells a step beyond its own arguments. */
export interface RunSoFar {
  /** Ids of the addresses there were before anything was ordered; absent where they were not noted. */
  readonly noted?: readonly string[];
  /** Ids of the addresses it has allocated. */
  readonly allocated: readonly string[];
  /** The gateway it has created, if any. */
  readonly created?: string;
  /** What it has put on that gateway, or may have. */
  readonly own: OwnParts;
  /** The rules that the new gateway was verified with. */
  readonly verified?: ExpectedRules;
}

const notedSchema = z.object({ noted: z.array(z.string()) });
const allocatedSchema = z.object({ id: z.string() });
const verifiedSchema: z.core.$ZodType<ExpectedRules> = z.object({
  snat: z.array(snatShape),
  dnat: z.array(dnatShape),
});
const createdSchema = z.object({ ref: z.string() });
export async function readRunSoFar(engine: Pick<Engine, 'get'>, run: string): Promise<RunSoFar> {
  return runSoFarIn((await engine.get(run))?.steps ?? []);
}

export function runSoFarIn(steps: readonly StepRecord[]): RunSoFar {
  const noted = resultsOf(steps, 'target.check', notedSchema).at(-1)?.noted;
  const created = resultsOf(steps, 'gateway.create', createdSchema).at(-1)?.ref;
  const verify = steps.findLast(({ kind, state }) => kind === 'verify' && state === 'done');
  const verified = z.safeParse(verifiedSchema, verify?.args).data;
  return {
    allocated: resultsOf(steps, 'address.allocate', allocatedSchema).map(({ id }) => id),
    own: ownPartsIn(steps),
    ...(noted && { noted }),
    ...(created !== undefined && { created }),
    ...(verified && { verified }),
  };
}

function resultsOf<T>(steps: readonly StepRecord[], kind: string, schema: z.core.$ZodType<T>): readonly T[] {
  return steps
    .filter((step) => step.kind === kind && step.state === 'done')
    .flatMap(({ result }) => {
      const read = z.safeParse(schema, result);
      return read.success ? [read.data] : [];
    });
}
