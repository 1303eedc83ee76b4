import type { FleetMoves, MovesPlan, MovesSummary } from '@polynat/fleet';
import { moveResultsIn, movesSummaryOf, readMovePolicy } from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { countOf } from '../command-line/parse.ts';
import { consequencesOf } from '../migrating/consequences.ts';
import { watchRun } from '../migrating/watch-run.ts';
import { exitCodes } from '../terminal/failures.ts';
import { render } from '../terminal/table.ts';
import { exitOf, queuedAnswer } from './endings.ts';
import { describeMoves, describeMovesSummary } from './move-words.ts';
import { type MovesInput, readMovesInput } from './moves-input.ts';

/** Migrates many gateways: finishes what killed processes left, then plans, asks and starts one run for each. */
export async function migrateFleet(
  { terminal, openMigrations, call }: Needs<'terminal' | 'openMigrations' | 'call'>,
  [path = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { io } = terminal;
  const input = withLimits(readMovesInput(io, path), options);
  const opened = await openMigrations();
  const { moves } = opened;
  const planning = () => planOf(moves, input, { ...call, clock: io });
  if (options.dryRun === true) return planned(await planning());
  const finished = await moves.finish(io.signal);
  const plan = await terminal.reading('the gateways', planning());
  if (plan.moves.length === 0) return ended(movesSummaryOf(plan, finished));
  const list = render(describeMoves({ ...plan, skipped: [] }).text, { colour: io.colour.err });
  await terminal.confirm(list, ...consequences(plan));
  if (options.queue === true) {
    await moves.enqueue(plan);
    return queuedAnswer(plan);
  }
  const run = await moves.start(plan);
  return watchRun(terminal, opened, run, (output) => {
    const [current] = moveResultsIn(run.id, { state: 'done', output });
    return ended(movesSummaryOf(plan, finished, current));
  });
}

/** Options of the command come before what the policy says. */
function withLimits(input: MovesInput, options: OptionValues): MovesInput {
  const limits = Object.fromEntries(
    [['concurrency', '--concurrency'] as const, ['stopAfter', '--stop-after'] as const].flatMap(
      ([name, flag]) => {
        const value = optional(options, name);
        return value === undefined ? [] : [[name, countOf(value, flag)]];
      },
    ),
  );
  return 'policy' in input
    ? { policy: readMovePolicy({ ...input.policy, ...limits }) }
    : { ...input, limits };
}

type Planning = Parameters<FleetMoves['plan']>[1];

const planOf = (moves: FleetMoves, input: MovesInput, options: Planning): Promise<MovesPlan> =>
  'policy' in input
    ? moves.plan(input.policy, options)
    : moves.planSealed(input.plans, input.unreadable, input.limits);

/** Over all plans, each kind once. */
function consequences({ moves }: MovesPlan): readonly string[] {
  const stages = moves.flatMap(({ plan }) => plan.stages);
  const finalize = moves.flatMap(({ plan }) => plan.cutOver?.finalize ?? []);
  return [`Migrate ${moves.length} gateway(s).`, ...consequencesOf({ stages, cutOver: { finalize } })];
}

function planned(plan: MovesPlan): Answer {
  const { moves, skipped, failed } = plan;
  const due = moves.map(({ ref, name, purchases, plan: { id } }) => ({ ref, name, plan: id, purchases }));
  return {
    json: { dryRun: true, moves: due, skipped, failed },
    ...describeMoves(plan),
    exit: failed.length > 0 ? exitCodes.failed : exitCodes.done,
  };
}

const ended = (summary: MovesSummary): Answer => ({
  json: summary,
  ...describeMovesSummary(summary),
  exit: exitOf(summary),
});
