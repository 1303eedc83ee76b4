import type { RunRecord, UnreadableRun } from '@polynat/engine';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import type { OptionValues } from '../command-line/options.ts';
import { describeMoment } from '../gateways/words.ts';
import { toneOfState } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { requireRun } from './find-run.ts';

/** A run that cannot be read: it has a reason instead of details. */
interface Unreadable extends UnreadableRun {
  readonly state: 'unreadable';
}

type Row = RunRecord | Unreadable;

const isReadable = (row: Row): row is RunRecord => row.state !== 'unreadable';

const ofReadable =
  (tell: (run: RunRecord) => string | number | undefined) =>
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
  { title: 'owner', of: ofReadable(ownerOf) },
  { title: 'locks', of: ofReadable(({ locks }) => locks.join(' ')) },
];

export async function listRuns({ openMigrations }: Needs<'openMigrations'>): Promise<Answer> {
  const { engine } = await openMigrations();
  const { runs, unreadable } = await engine.list();
  const rows: readonly Row[] = [
    ...runs,
    ...unreadable.map((run) => ({ ...run, state: 'unreadable' as const })),
  ];
  const text = table(rows, columns, 'There are no runs.');
  return { json: rows, text, notes: unreadable.map(reasonOf).join('') };
}

function reasonOf({ id, reason: { message, remedy } }: UnreadableRun): string {
  return `\n${id} cannot be read: ${message}\n${remedy === undefined ? '' : `→ ${remedy}\n`}`;
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
