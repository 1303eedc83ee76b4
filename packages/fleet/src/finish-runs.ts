import { check } from '@polynat/core';
import type { Accounts, Engine, RunOutcome } from '@polynat/engine';
import { procedureName, workSchema } from './work.ts';

/** A fleet run of an earlier process that has been finished. `kinds`: of its operations, such as `fleet.renew`. */
export type FinishedRun = RunOutcome & { readonly run: string; readonly kinds: readonly string[] };

export async function finishRuns(
  engine: Engine,
  accountsOf: (aliases: readonly string[]) => Promise<Accounts>,
): Promise<readonly FinishedRun[]> {
  const { runs } = await engine.list({ state: 'suspended' });
  const own = runs.filter(({ procedure }) => procedure === procedureName);
  const accounts = await accountsOf(own.flatMap((run) => Object.keys(run.accounts ?? {})));
  const handles = await Promise.all(
    own.map(async ({ id, input }) => ({ id, input, handle: await engine.resume(id, { accounts }) })),
  );
  return Promise.all(
    handles.map(async ({ id, input, handle }) => {
      const { operations } = check(workSchema, input, 'input of the run');
      const kinds = [...new Set(operations.map(({ kind }) => kind))];
      return { run: id, kinds, ...(await handle.wait()) };
    }),
  );
}
