import type { RunRecord, UnreadableRun } from '@polynat/engine';
import { type Migration, migrationOf } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import type { OptionValues } from '../command-line/options.ts';
import { describeMoment } from '../gateways/words.ts';
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

type Row = Listed | Unreadable;

const isReadable = (row: Row): row is Listed => row.state !== 'unreadable';

const ofReadable =
  (tell: (run: Listed) => string | number | undefined) =>
  (row: Row): string | number | undefined =>
    isReadable(row) ? tell(row) : undefined;

const ownerOf = ({ owner, state }: RunRecord): string | undefined =>
  state === 'running' && owner ? `${owner.host} pid ${owner.pid}` : undefined;

const columns = [
  { title: 'run', of: ({ id }: Row) => id },
  { title: 'state', of: ({ state }: Row) => state, tone: ({ state }: Row) => toneOfState(state) },
  { title: 'started', of: ofReadable(({ created }) => describeMoment(created)) },
  {
    title: 'steps done',
    of: ofReadable(({ steps }) => steps.filter(({ state }) => state === 'done').length),
  },
  { title: 'waiting for', of: ofReadable(awaited) },
  { title: 'source', of: ofReadable(({ migration }) => migration?.source) },
  { title: 'target', of: ofReadable(({ migration }) => migration?.target) },
  { title: 'owner', of: ofReadable(ownerOf) },
  { title: 'locks', of: ofReadable(({ locks }) => locks.join(' ')) },
];

/** What has to be done outside before the run goes on. */
function awaited({ outcome, migration }: Listed): string | undefined {
  if (outcome?.state !== 'waiting') return undefined;
  const until = migration?.state === 'soaking' ? migration.soak?.until : undefined;
  return until === undefined ? outcome.name : `soak until ${describeMoment(until)}`;
}

function withMigration(run: RunRecord): Listed {
  const migration = migrationOf(run);
  return migration ? { ...run, migration } : run;
}

export async function listRuns({ openMigrations }: Needs<'openMigrations'>): Promise<Answer> {
  const { engine } = await openMigrations();
  const { runs, unreadable } = await engine.list();
  const rows: readonly Row[] = [
    ...runs.map(withMigration),
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
