import type { Json, RunHandle, RunOutcome } from '@polynat/engine';
import type { Answer } from '../command-line/answer.ts';
import { exitCodes } from '../terminal/failures.ts';
import { note } from '../terminal/notes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { routesTo, waitingText } from './cut-over-text.ts';
import type { OpenedMigrations } from './open-migrations.ts';
import { summariesIn } from './recorded-plan.ts';
import { endingOf } from './run-ending.ts';
import { RunProgress } from './run-progress.ts';

type Watching = Pick<OpenedMigrations, 'engine' | 'migrations' | 'nat' | 'stopped'>;

/** Follows a run to its end. The first interruption stops it after the current steps, to be resumed. */
export async function watchRun(
  { io }: Terminal,
  opened: Watching,
  run: RunHandle,
  ending: (output: Json) => Partial<Answer> | Promise<Partial<Answer>> = () => ({}),
): Promise<Answer> {
  const { engine, stopped } = opened;
  const progress = new RunProgress(io, summariesIn((await engine.get(run.id))?.input));
  const stop = () => {
    note(io, 'stopping after the current steps');
    void engine.stop(run.id);
  };
  // An interruption before the start of the run fires no event any more.
  if (io.signal.aborted) stop();
  io.signal.addEventListener('abort', stop, { once: true });
  for await (const event of run.events()) progress.report(event);
  io.signal.removeEventListener('abort', stop);
  const outcome = withReason(await run.wait(), stopped());
  const answer = { json: { run: run.id, ...outcome }, text: endingOf(run.id, outcome) };
  if (outcome.state === 'done') return { ...answer, ...(await ending(outcome.output)) };
  if (outcome.state === 'waiting') return { ...answer, ...(await awaiting(opened, run.id)) };
  return { ...answer, exit: wanted.has(outcome.state) ? exitCodes.done : exitCodes.failed };
}

/** A migration that waits for its owner is told with everything the owner needs. */
async function awaiting({ migrations, nat }: Watching, run: string): Promise<Partial<Answer>> {
  const migration = await migrations.get(run);
  if (!migration) return {};
  const routeTables = await routesTo(nat, migration.source);
  return { json: { ...migration, routeTables }, text: waitingText(migration, routeTables) };
}

/** A rollback was asked for; the others go on later. */
const wanted: ReadonlySet<RunOutcome['state']> = new Set(['rolled-back', 'waiting', 'queued']);

/** Adds what the user has to do to a run that this command stopped. The engine does not know it. */
function withReason(outcome: RunOutcome, stopped: ReturnType<Watching['stopped']>): RunOutcome {
  if (outcome.state !== 'suspended' || !stopped) return outcome;
  const { code, message, remedy } = stopped;
  return {
    ...outcome,
    reason: { ...outcome.reason, code, message, ...(remedy !== undefined && { remedy }) },
  };
}
