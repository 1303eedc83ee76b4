import type { CallOptions } from '@polynat/core';
import { requireDone } from '../follow-run.ts';
import type { FleetMoves } from './moves.ts';
import type { MovePolicy } from './policy.ts';
import { type MovesSummary, moveResultsIn, movesSummaryOf } from './summary.ts';

/** Migrates what a policy selects, each gateway once: finishes what earlier processes left, then plans and migrates. */
export async function moveByPolicy(
  moves: FleetMoves,
  policy: MovePolicy,
  options: CallOptions = {},
): Promise<MovesSummary> {
  const finished = await moves.finish(options.signal);
  const plan = await moves.plan(policy, options);
  if (plan.moves.length === 0) return movesSummaryOf(plan, finished);
  const run = await moves.start(plan);
  const ended = requireDone(run, await moves.follow(run, options.signal));
  const [current] = moveResultsIn(run.id, ended);
  return movesSummaryOf(plan, finished, current);
}
