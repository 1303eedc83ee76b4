import { fleetPurchases } from '@polynat/fleet';
import { migrationOf, type Purchase, purchasesOf } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { table } from '../terminal/table.ts';
import { routesTo, waitingText } from './cut-over-text.ts';
import { requireRun } from './find-run.ts';

const columns = [
  { title: 'what', of: ({ what }: Row) => what },
  { title: 'kind', of: ({ kind }: Row) => kind },
  { title: 'cloud', of: ({ cloud }: Row) => cloud },
  { title: 'id', of: ({ id, outcome }: Row) => id ?? outcome },
  { title: 'ip', of: ({ ip }: Row) => ip },
  { title: 'step', of: ({ step }: Row) => step },
];

type Row = Purchase & { readonly what: string };

/** What a run has done to the bill, to be compared with what the clouds list. */
export async function showRun(
  { openMigrations }: Needs<'openMigrations'>,
  [id = '']: readonly string[],
): Promise<Answer> {
  const { engine, nat } = await openMigrations();
  const run = await requireRun(engine, id);
  const purchases = purchasesOf(run, fleetPurchases);
  const rows = Object.entries(purchases).flatMap(([what, list]: [string, readonly Purchase[]]) =>
    list.map((purchase): Row => ({ what, ...purchase })),
  );
  const { state, procedure, created, statements } = run;
  const migration = migrationOf(run);
  const waits = migration && state === 'waiting';
  return {
    json: { id, procedure, state, created, ...purchases, statements, ...(migration && { migration }) },
    text: table(rows, columns, `Run ${id} has bought nothing.`),
    ...(waits && { notes: `\n${waitingText(migration, await routesTo(nat, migration.source))}` }),
  };
}
