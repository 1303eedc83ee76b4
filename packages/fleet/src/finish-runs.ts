import type { Clock } from '@polynat/core';
import type { Accounts, Engine, Json, RunOutcome, RunRecord } from '@polynat/engine';
import { followRun } from './follow-run.ts';
import { partsProcedure, partsSchema } from './parts/parts.ts';
import { hasEnded } from './run-states.ts';
import { procedureName, workSchema } from './work.ts';

/** A fleet run of an earlier process that has been finished. `kinds`: of its operations, such as `fleet.renew`. */
export type FinishedRun = RunOutcome & { readonly run: string; readonly kinds: readonly string[] };

export interface Finishing {
  readonly engine: Pick<Engine, 'list' | 'get' | 'resume' | 'stop'>;
  readonly clock: Clock;
  readonly accountsOf: (aliases: readonly string[]) => Promise<Accounts>;
  readonly signal?: AbortSignal | undefined;
}

/** Brings every run that nobody works on to its end: here, or by waiting for the process that was faster to take it. */
export async function finishRuns({
  engine,
  clock,
  accountsOf,
  signal,
}: Finishing): Promise<readonly FinishedRun[]> {
  const { runs } = await engine.list();
  const parts = new Set(runs.filter((run) => !hasEnded(run)).flatMap(partsIn));
  const own = runs.filter(
    (run) => run.state === 'suspended' && procedures.has(run.procedure) && !parts.has(run.id),
  );
  const accounts = await accountsOf(own.flatMap((run) => Object.keys(run.accounts ?? {})));
  return Promise.all(
    own.map(async ({ id, input }) => {
      const take = () => engine.resume(id, { accounts });
      const outcome = await followRun(id, { engine, clock, take, signal });
      return { run: id, kinds: kindsIn(input), ...outcome };
    }),
  );
}

const procedures: ReadonlySet<string> = new Set([procedureName, partsProcedure]);

/** They are finished by the run that they are parts of. */
const partsIn = ({ procedure, input }: RunRecord): readonly string[] =>
  procedure === partsProcedure ? (partsSchema.safeParse(input).data?.parts ?? []).map(({ id }) => id) : [];

/** Of the operations of a fleet run, or of its parts. */
function kindsIn(input: Json): readonly string[] {
  const divided = partsSchema.safeParse(input).data?.parts.flatMap(({ operations }) => operations);
  const operations = divided ?? workSchema.safeParse(input).data?.operations ?? [];
  return [...new Set(operations.map(({ kind }) => kind))];
}
