import type { RunRecord, UnreadableRun } from '@polynat/engine';
import { type Migration, migrationOf } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import type { OptionValues } from '../command-line/options.ts';
import { describeMoment } from '../gateways/words.ts';
import { keptOperations } from '../operations/kept-operations.ts';
import { operationView } from '../operations/show-operation.ts';
import { awaitedBy, awaitedOperation, awaitedText } from '../runs/awaited.ts';
import { toneOfState } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { requireRun } from './find-run.ts';
import { endingOf } from './run-ending.ts';

/** A run that cannot be read: it has a reason instead of details. */
interface Unreadable extends UnreadableRun {
  readonly state: 'unreadable';
}

/** With the migration that it carries out, if it does. */
type Listed = RunRecord & { readonly migration?: Migration };

/** A single change whose command was interrupted, or is still waiting for it. */
type Waited = ReturnType<typeof operationView>;

type Row = Listed | Unreadable | Waited;

const isReadable = (row: Row): row is Listed => 'procedure' in row;

const ofReadable =
  (tell: (run: Listed) => string | number | undefined) =>
  (row: Row): string | number | undefined =>
    isReadable(row) ? tell(row) : undefined;

function ownerOf(row: Row): string | undefined {
  const owner = row.state === 'running' ? row.owner : undefined;
  return owner && `${owner.host} pid ${owner.pid}`;
}

/** What has to come before it goes on. */
function awaited(row: Row): string | undefined {
  if (isReadable(row)) return awaitedText(awaitedBy(row), row.migration);
  return 'waitsFor' in row ? row.waitsFor.map(awaitedOperation).join('; ') : undefined;
}

const columns = [
  { title: 'run', of: ({ id }: Row) => id },
  { title: 'state', of: ({ state }: Row) => state, tone: ({ state }: Row) => toneOfState(state) },
  { title: 'started', of: (row: Row) => ('created' in row ? describeMoment(row.created) : undefined) },
  {
    title: 'steps done',
    of: ofReadable(({ steps }) => steps.filter(({ state }) => state === 'done').length),
  },
  { title: 'waiting for', of: awaited },
  { title: 'source', of: ofReadable(({ migration }) => migration?.source) },
  { title: 'target', of: ofReadable(({ migration }) => migration?.target) },
  { title: 'owner', of: ownerOf },
  { title: 'locks', of: ofReadable(({ locks }) => locks.join(' ')) },
];

function withMigration(run: RunRecord): Listed {
  const migration = migrationOf(run);
  return migration ? { ...run, migration } : run;
}

export async function listRuns({
  clouds,
  openMigrations,
}: Needs<'clouds' | 'openMigrations'>): Promise<Answer> {
  const { engine } = await openMigrations();
  const { runs, unreadable } = await engine.list();
  const rows: readonly Row[] = [
    ...runs.map(withMigration),
    ...keptOperations(await clouds.stateFolder()).map(operationView),
    ...unreadable.map((run) => ({ ...run, state: 'unreadable' as const })),
  ];
  const text = table(rows, columns, 'There are no runs.');
  return { json: rows, text, notes: unreadable.map(reasonOf).join('') };
}

function reasonOf({ id, reason: { message, remedy } }: UnreadableRun): string {
  return `\n${id} cannot be read: ${message}\n${remedy === undefined ? '' : `→ ${remedy}\n`}`;
}

/** A run that a live process works on is that process's to stop, by interrupting it: the engine refuses it with the owner. */
export async function stopRun(
  { openMigrations }: Needs<'openMigrations'>,
  [id = '']: readonly string[],
): Promise<Answer> {
  const { engine } = await openMigrations();
  await requireRun(engine, id);
  const outcome = await engine.stop(id);
  return { json: { run: id, ...outcome }, text: endingOf(id, outcome) };
}

export async function unlockRun(
  { terminal, openMigrations }: Needs<'terminal' | 'openMigrations'>,
  [id = '']: readonly string[],
  { force }: OptionValues,
): Promise<Answer> {
  const { engine } = await openMigrations();
  await requireRun(engine, id);
  await terminal.confirm(`Release the locks of run ${id}. You cannot resume it afterwards.`);
  await engine.unlock(id, { force: force === true });
  return { json: { unlocked: id }, text: `Unlocked ${id}.\n` };
}
