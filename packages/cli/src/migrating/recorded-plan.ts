import type { Engine, Json, RunRecord } from '@polynat/engine';
import { recordedSteps } from '@polynat/migrate';

/** Summaries of the steps of a run, by their names. */
export const summariesIn = (input: Json | undefined): ReadonlyMap<string, string> =>
  new Map(recordedSteps(input).map(({ id, summary }) => [id, summary]));

/** The running run that has locked this gateway. */
export async function workingOn(
  engine: Pick<Engine, 'list'>,
  source: string,
): Promise<RunRecord | undefined> {
  const { runs } = await engine.list({ state: 'running' });
  return runs.find(({ locks }) => locks.includes(source));
}

/** Whether the run that has locked this gateway will delete it. */
export async function willDelete(engine: Pick<Engine, 'list'>, source: string): Promise<boolean> {
  const run = await workingOn(engine, source);
  return recordedSteps(run?.input).some(({ kind }) => kind === 'source.delete');
}
