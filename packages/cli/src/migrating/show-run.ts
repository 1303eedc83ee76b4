import { type RunRecord, timelineOf } from '@polynat/engine';
import { fleetPurchases } from '@polynat/fleet';
import { migrationOf, type Purchase, type Purchases, purchasesOf } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { isOperationId } from '../operations/kept-operations.ts';
import { showOperation } from '../operations/show-operation.ts';
import { awaitedBy, awaitedOperation } from '../runs/awaited.ts';
import { timelineTable } from '../runs/timeline-table.ts';
import { render, table } from '../terminal/table.ts';
import { routesTo, waitingText } from './cut-over-text.ts';
import { hasEnded, requireRun } from './find-run.ts';
import { summariesIn } from './recorded-plan.ts';
import { endingOf } from './run-ending.ts';

const columns = [
  { title: 'what', of: ({ what }: Row) => what },
  { title: 'kind', of: ({ kind }: Row) => kind },
  { title: 'cloud', of: ({ cloud }: Row) => cloud },
  { title: 'id', of: ({ id, outcome }: Row) => id ?? outcome },
  { title: 'ip', of: ({ ip }: Row) => ip },
  { title: 'step', of: ({ step }: Row) => step },
];

type Row = Purchase & { readonly what: string };

/** What happened to a run and when, what it has done to the bill, and what it waits for. */
export async function showRun(
  { clouds, openMigrations }: Needs<'clouds' | 'openMigrations'>,
  [id = '']: readonly string[],
): Promise<Answer> {
  if (isOperationId(id)) return showOperation(await clouds.stateFolder(), id);
  const { engine, nat } = await openMigrations();
  const run = await requireRun(engine, id);
  const timeline = timelineOf(run, await engine.history(id));
  const purchases = purchasesOf(run, fleetPurchases);
  const { state, procedure, created, owner, statements } = run;
  const migration = migrationOf(run);
  const waitsFor = awaitedBy(run);
  const waits =
    migration && state === 'waiting'
      ? waitingText(migration, await routesTo(nat, migration.source))
      : standing(run);
  return {
    json: {
      ...{ id, procedure, state, created, ...(owner && { owner }), timeline, waitsFor },
      ...{ ...purchases, statements, ...(migration && { migration }) },
    },
    text: timelineTable(timeline, summariesIn(run.input)),
    notes: `\n${purchasesText(id, purchases)}${waits === '' ? '' : `\n${waits}`}`,
  };
}

function purchasesText(id: string, purchases: Purchases): string {
  const rows = Object.entries(purchases).flatMap(([what, list]: [string, readonly Purchase[]]) =>
    list.map((purchase): Row => ({ what, ...purchase })),
  );
  return render(table(rows, columns, `Run ${id} has bought nothing.`), { colour: false });
}

/** How a run that has not ended goes on. */
function standing(run: RunRecord): string {
  const { id, state, outcome, owner } = run;
  if (hasEnded(state)) return '';
  const accepted = awaitedBy(run).flatMap((one) =>
    one.type === 'operation'
      ? [`Step ${one.step} waits for ${awaitedOperation(one)}, which the cloud has accepted.\n`]
      : [],
  );
  const where = owner ? ` by process ${owner.pid} on ${owner.host}` : '';
  const ending = outcome ? endingOf(id, outcome) : `Run ${id} is worked on${where}.\n`;
  return `${accepted.join('')}${ending}`;
}
