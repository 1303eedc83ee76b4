import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import type { OptionValues } from '../command-line/options.ts';
import { whoSwitchedBack } from './cut-over.ts';
import { hasEnded, requireRun } from './find-run.ts';
import { summariesIn } from './recorded-plan.ts';
import { statedOutcomes } from './stated-outcomes.ts';
import { watchRun } from './watch-run.ts';

type Resuming = Needs<'terminal' | 'openMigrations'>;

export async function resumeRun(
  { terminal, openMigrations }: Resuming,
  id: string,
  options: OptionValues,
): Promise<Answer> {
  const stated = statedOutcomes(options);
  const opened = await openMigrations();
  await requireRun(opened.engine, id);
  return watchRun(terminal, opened, await opened.migrations.resume(id, stated));
}

export async function rollBack(
  { terminal, openMigrations }: Resuming,
  [id = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const stated = statedOutcomes(options);
  const opened = await openMigrations();
  const { state, steps, input, direction } = await requireRun(opened.engine, id);
  const { migrations } = opened;
  const acceptDrift = options.acceptDrift === true;
  const migration = direction === 'forward' && !hasEnded(state) ? await migrations.get(id) : undefined;
  if (migration?.isBuilt) {
    const by = await whoSwitchedBack(terminal, migration, options);
    const told = { ...stated, by, switchedBack: true, acceptDrift };
    return watchRun(terminal, opened, await migrations.rollBack(id, told));
  }
  const summaries = summariesIn(input);
  const done = steps.filter((step) => step.state === 'done').map(({ name }) => summaries.get(name) ?? name);
  if (!hasEnded(state)) {
    const undoing = done.reverse().map((summary) => `  ${summary}`);
    await terminal.confirm(`Roll back run ${id}: undo these steps, in reverse order:`, ...undoing);
  }
  return watchRun(terminal, opened, await migrations.rollBack(id, { ...stated, acceptDrift }));
}
