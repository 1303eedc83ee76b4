import { type MigrationPlan, readPlanFile } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { parseYaml, readText } from '../command-line/files.ts';
import type { OptionValues } from '../command-line/options.ts';
import { isDocument } from '../command-line/scope.ts';
import { exitCodes } from '../terminal/failures.ts';
import { consequencesOf } from './consequences.ts';
import { refuseUnfinished } from './find-run.ts';
import { planMove, planText } from './make-plan.ts';
import { endingOf } from './run-ending.ts';
import { watchRun } from './watch-run.ts';

type Applying = Needs<'terminal' | 'openMigrations'>;

/** Applies a plan from a file. */
export async function apply(
  context: Applying,
  [file = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { plan } = readPlanFile(parseYaml(readText(context.terminal.io, file, 'plan'), file));
  return confirmAndApply(context, plan, options);
}

/** Plans and applies in one command. */
export async function migrate(
  context: Applying & Needs<'clouds' | 'call'>,
  [source = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  if (!isDocument(source)) await refuseUnfinished((await context.openMigrations()).engine, source);
  const { plan } = await planMove(context, source, options);
  return confirmAndApply(context, plan, options);
}

async function confirmAndApply(
  { terminal, openMigrations }: Applying,
  plan: MigrationPlan,
  options: OptionValues,
): Promise<Answer> {
  terminal.io.err(`${planText(plan)}\n`);
  if (plan.blocked) return { json: plan, text: '', exit: exitCodes.blocked };
  await terminal.confirm('Apply the plan above.', ...consequencesOf(plan));
  const opened = await openMigrations();
  if (options.queue === true) return queued(await opened.migrations.enqueue(plan));
  return watchRun(terminal, opened, await opened.migrations.apply(plan));
}

const queued = (run: string): Answer => ({
  json: { run, state: 'queued' },
  text: endingOf(run, { state: 'queued' }),
});
