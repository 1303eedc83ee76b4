import { NatError } from '@polynat/core';
import type {
  Engine,
  Json,
  RunHandle,
  RunOutcome,
  RunRecord,
  RunState,
  UnreadableRun,
} from '@polynat/engine';
import type { Answer } from '../command-line/command.ts';
import type { OptionValues } from '../command-line/options.ts';
import type { Session } from '../command-line/session.ts';
import { describeMoment } from '../gateways/words.ts';
import { forgetOperation, isOperationId, keptOperation } from '../operations/kept-operations.ts';
import { exitCodes, UsageError } from '../terminal/failures.ts';
import { toneOfState } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { wordsIn } from './recorded-plan.ts';
import { RunProgress } from './run-progress.ts';

/** Follows a run to its end. The first interruption lets what is under way come to an end and leaves the run to be resumed. */
export async function watch(
  session: Session,
  engine: Engine,
  run: RunHandle,
  ending: (output: Json) => Partial<Answer> = () => ({}),
): Promise<Answer> {
  const { io } = session;
  const progress = new RunProgress(io, wordsIn((await engine.get(run.id))?.input));
  const stop = () => {
    io.err('stopping as soon as what is under way has come to an end\n');
    void engine.stop(run.id);
  };
  // An interruption that came before the run began fires no event any more.
  if (io.signal.aborted) stop();
  io.signal.addEventListener('abort', stop, { once: true });
  for await (const event of run.events()) progress.tell(event);
  io.signal.removeEventListener('abort', stop);
  const outcome = explained(await run.wait(), session);
  const answer = { json: { run: run.id, ...outcome }, text: endingOf(run.id, outcome) };
  if (outcome.state === 'done') return { ...answer, ...ending(outcome.output) };
  return { ...answer, exit: outcome.state === 'rolled-back' ? exitCodes.done : exitCodes.failed };
}

/** A run that this command stopped says what the user has to do, which the engine cannot know. */
function explained(outcome: RunOutcome, { stopped }: Session): RunOutcome {
  if (outcome.state !== 'suspended' || !stopped) return outcome;
  const { code, message, remedy } = stopped;
  return {
    ...outcome,
    reason: { ...outcome.reason, code, message, ...(remedy !== undefined && { remedy }) },
  };
}

function endingOf(run: string, outcome: RunOutcome): string {
  if (outcome.state === 'done') return `Done. (run ${run})\n`;
  if (outcome.state === 'rolled-back') return `Everything is undone. (run ${run})\n`;
  const reason = outcome.state === 'suspended' ? outcome.reason : outcome.failure;
  const remedy = !reason.remedy || stoppedOnRequest(outcome) ? '' : `→ ${reason.remedy}\n`;
  const next = `Go on with \`polynat resume ${run}\`, or undo it with \`polynat rollback ${run}\`.\n`;
  return `Run ${run} is ${outcome.state}: ${reason.message}\n${remedy}${next}`;
}

/** The last line names the commands already. */
const stoppedOnRequest = (outcome: RunOutcome): boolean =>
  outcome.state === 'suspended' && outcome.reason.code === 'aborted';

/** A run by its id, or the wait for a single change that was cut short. */
export async function resume(session: Session, [id = '']: readonly string[]): Promise<Answer> {
  if (isOperationId(id)) return resumeOperation(session, id);
  const { engine, migrations } = await session.migrations();
  await requireRun(engine, id);
  return watch(session, engine, await migrations.resume(id));
}

async function resumeOperation(session: Session, id: string): Promise<Answer> {
  const folder = await session.stateFolder();
  const operation = (await session.clouds()).resume(keptOperation(folder, id), session.call);
  const { mutation } = operation.toJSON();
  const value = await session.follow(`finish ${mutation}`, operation);
  forgetOperation(folder, id);
  return { json: value ?? { done: mutation }, text: `Done: ${mutation}.\n` };
}

export async function rollBack(session: Session, [id = '']: readonly string[]): Promise<Answer> {
  const { engine, migrations } = await session.migrations();
  const { state, steps, input } = await requireRun(engine, id);
  const says = wordsIn(input);
  const done = steps.filter((step) => step.state === 'done').map(({ name }) => `  ${says.get(name) ?? name}`);
  if (!ended(state))
    await session.confirm(`Undo what run ${id} has done, in reverse order:`, ...done.reverse());
  return watch(session, engine, await migrations.rollBack(id));
}

const ended = (state: RunState): boolean => state === 'done' || state === 'rolled-back';

/** A second plan for a gateway that is half moved would find its own first half in the way. */
export async function refuseUnfinished(session: Session, ref: string): Promise<void> {
  const { engine } = await session.migrations();
  const unfinished = (await engine.list()).runs.find(
    ({ locks, state }) => locks.includes(ref) && !ended(state),
  );
  if (!unfinished) return;
  const { id, state } = unfinished;
  throw new NatError('conflict', `run ${id} already works on ${ref} and is ${state}`, {
    remedy: `go on with \`polynat resume ${id}\`, or undo it with \`polynat rollback ${id}\``,
  });
}

/** A run that cannot be read has a state of its own, and the reason instead of everything else. */
interface Unreadable extends UnreadableRun {
  readonly state: 'unreadable';
}

type Row = RunRecord | Unreadable;

const isReadable = (row: Row): row is RunRecord => row.state !== 'unreadable';

const holderOf = ({ owner, state }: RunRecord): string | undefined =>
  state === 'running' && owner ? `${owner.host} pid ${owner.pid}` : undefined;

const ofReadable =
  (tell: (run: RunRecord) => string | number | undefined) =>
  (row: Row): string | number | undefined =>
    isReadable(row) ? tell(row) : undefined;

const columns = [
  { title: 'run', of: ({ id }: Row) => id },
  { title: 'state', of: ({ state }: Row) => state, tone: ({ state }: Row) => toneOfState(state) },
  { title: 'begun', of: ofReadable(({ created }) => describeMoment(created)) },
  {
    title: 'steps done',
    of: ofReadable(({ steps }) => steps.filter(({ state }) => state === 'done').length),
  },
  { title: 'held by', of: ofReadable(holderOf) },
  { title: 'locks', of: ofReadable(({ locks }) => locks.join(' ')) },
];

export async function listRuns(session: Session): Promise<Answer> {
  const { engine } = await session.migrations();
  const { runs, unreadable } = await engine.list();
  const rows: readonly Row[] = [
    ...runs,
    ...unreadable.map((run) => ({ ...run, state: 'unreadable' as const })),
  ];
  const list = table(rows, columns, 'There are no runs.');
  const reasons = unreadable.map(reasonOf).join('');
  return { json: rows, text: (colour) => `${list(colour)}${reasons}` };
}

function reasonOf({ id, reason: { message, remedy } }: UnreadableRun): string {
  return `\n${id} cannot be read: ${message}\n${remedy === undefined ? '' : `→ ${remedy}\n`}`;
}

export async function unlockRun(
  session: Session,
  [id = '']: readonly string[],
  { force }: OptionValues,
): Promise<Answer> {
  const { engine } = await session.migrations();
  await requireRun(engine, id);
  await session.confirm(`Free everything run ${id} holds. It cannot go on afterwards.`);
  await engine.unlock(id, { force: force === true });
  return { json: { unlocked: id }, text: `Unlocked ${id}.\n` };
}

async function requireRun(engine: Engine, id: string): Promise<RunRecord> {
  const run = await engine.get(id);
  if (run) return run;
  throw new UsageError(`there is no run "${id}"`, 'see those there are with `polynat runs list`');
}
