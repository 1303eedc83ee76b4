import type { Engine, Json, RunRecord } from '@polynat/engine';
import * as z from 'zod';

const planSchema = z.object({
  stages: z.array(
    z.object({ steps: z.array(z.object({ id: z.string(), kind: z.string(), says: z.string() })) }),
  ),
});

/** The steps of the plan that a run applies; none for runs of another kind. */
function stepsIn(input: Json | undefined) {
  const { data } = planSchema.safeParse(input);
  return data?.stages.flatMap(({ steps }) => steps) ?? [];
}

/** Summaries of the steps of a run, by their names. */
export const summariesIn = (input: Json | undefined): ReadonlyMap<string, string> =>
  new Map(stepsIn(input).map(({ id, says }) => [id, says]));

/** The running run that has locked this gateway. */
export async function workingOn(engine: Engine, source: string): Promise<RunRecord | undefined> {
  const { runs } = await engine.list({ state: 'running' });
  return runs.find(({ locks }) => locks.includes(source));
}

/** Whether the run that has locked this gateway will delete it. */
export async function willDelete(engine: Engine, source: string): Promise<boolean> {
  const run = await workingOn(engine, source);
  return stepsIn(run?.input).some(({ kind }) => kind === 'source.retire');
}
