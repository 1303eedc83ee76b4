import type { Json } from '@polynat/engine';
import { type Migration, type StillBilled, stillBilled } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { Declined, Unconfirmed, UsageError } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { billedText, cutOverCommand, rollbackCommand, routesTo, switchText } from './cut-over-text.ts';
import { requireRun } from './find-run.ts';
import { watchRun } from './watch-run.ts';

type Context = Needs<'terminal' | 'openMigrations' | 'call'>;

/** Tells a run that traffic uses the new gateway. Only the user knows it: `--yes` does not say so. */
export async function cutOver(
  context: Context,
  [id = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { terminal, call } = context;
  const { opened, migration, acceptDrift } = await openMigration(context, id, options);
  const { migrations, nat } = opened;
  const waits = migration?.state === 'awaiting-cut-over' && !migration.cutOver ? migration : undefined;
  if (waits && options.switched !== true) {
    if (!acceptDrift) await terminal.reading('both gateways', migrations.check(id, call));
    terminal.io.err(switchText(waits, await routesTo(nat, waits.source)));
  }
  const by = waits ? await whoSwitched(terminal, waits, options) : nameOf(terminal.io, options);
  return watchRun(terminal, opened, await migrations.cutOver(id, { by, acceptDrift, ...call }));
}

async function openMigration({ openMigrations }: Context, id: string, options: OptionValues) {
  const opened = await openMigrations();
  await requireRun(opened.engine, id);
  const migration = await opened.migrations.get(id);
  return { opened, migration, acceptDrift: options.acceptDrift === true };
}

async function whoSwitched(
  terminal: Terminal,
  { run, source }: Migration,
  options: OptionValues,
): Promise<string> {
  if (options.switched === true) return statedBy(options);
  const what = `Answer yes only when all traffic uses the new gateway, and none uses ${source}.`;
  await requireStated(terminal, what, cutOverCommand(run));
  return nameOf(terminal.io, options);
}

/** Ends a migration: deletes the source when the plan says so, and tells what is still billed. */
export async function finalize(
  context: Context,
  [id = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { terminal, call } = context;
  const { opened, migration, acceptDrift } = await openMigration(context, id, options);
  const { migrations, nat } = opened;
  const waits = migration && migration.state !== 'done' && !migration.finalized;
  if (waits) await terminal.confirm(finalQuestion(migration));
  const before = migration && (await stillBilled(nat, migration.source, call));
  const by = nameOf(terminal.io, options);
  const run = await migrations.finalize(id, { by, acceptDrift, ...call });
  return watchRun(terminal, opened, run, async (output) => {
    if (!migration) return {};
    const after = await stillBilled(nat, migration.source, call);
    return ending(migration, output, after, before?.addresses ?? migration.pairs.map(({ from }) => from));
  });
}

function ending(
  { run, source, target, pairs }: Migration,
  output: Json,
  after: StillBilled | undefined,
  addresses: readonly string[],
): Pick<Answer, 'json' | 'text'> {
  const billed = after ?? { ref: source, deleted: true, addresses };
  return {
    json: { run, state: 'done', output, source, target, pairs, billed },
    text: `Done. (run ${run})\n${billedText(source, after, addresses)}`,
  };
}

const finalQuestion = ({ run, source, target, deletesSource }: Migration): string =>
  deletesSource
    ? `Delete source ${source}. Its rules are removed, its public IPs detached (kept, still billed). Run ${run} cannot be rolled back afterwards.`
    : `Finalize run ${run}: ${target} replaces ${source}, which stays and is still billed. The run cannot be rolled back afterwards.`;

/** That all traffic uses the source again, before the new gateway is deleted. */
export async function whoSwitchedBack(
  terminal: Terminal,
  { run, source, target, pairs }: Migration,
  options: OptionValues,
): Promise<string> {
  if (options.switchedBack === true) return statedBy(options);
  const back = pairs.map(({ from, to }) => `  ${to} → ${from}\n`).join('');
  terminal.io.err(`Switch traffic back to ${source}:\n${back}`);
  const what = `Answer yes only when no traffic uses ${target}. It will be deleted.`;
  await requireStated(terminal, what, rollbackCommand(run));
  return nameOf(terminal.io, options);
}

async function requireStated(terminal: Terminal, question: string, command: string): Promise<void> {
  if (!terminal.io.interactive)
    throw new Unconfirmed(question, `switch the traffic, then run \`${command}\`; --yes does not state it`);
  if (!(await terminal.states(question))) throw new Declined();
}

function statedBy(options: OptionValues): string {
  const by = optional(options, 'by');
  if (by !== undefined) return by;
  throw new UsageError('--by is required: your name, for the journal');
}

/** Of a person at a terminal, or of a confirmed command. */
function nameOf({ environment }: Io, options: OptionValues): string {
  const login = environment.USER ?? environment.LOGNAME ?? environment.USERNAME;
  return optional(options, 'by') ?? (login || 'unknown');
}
