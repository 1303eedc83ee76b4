import { type Clock, type Clouds, systemClock } from '@polynat/core';
import { type Engine, json, type RunHandle, type RunOutcome } from '@polynat/engine';
import { accountsOf, type Migrations } from '@polynat/migrate';
import type { FailedGateway } from '../fleet-gateways.ts';
import { followRun } from '../follow-run.ts';
import type { RunResults } from '../run-results.ts';
import { hasEnded } from '../run-states.ts';
import { earlierMoves } from './earlier.ts';
import { aliasesOf } from './input.ts';
import { moveAll, moving } from './moving.ts';
import {
  type MoveLimits,
  type MovesPlan,
  type NamedPlan,
  type PlanMovesOptions,
  planMoves,
  planSealedMoves,
} from './plan.ts';
import type { MovePolicy } from './policy.ts';
import { moveResultsIn } from './summary.ts';

export interface FleetMovesOptions {
  readonly clouds: Clouds;
  readonly engine: Engine;
  readonly migrations: Pick<Migrations, 'apply' | 'enqueue' | 'resume' | 'get'>;
  readonly clock?: Clock;
  /** As for fleet runs. */
  readonly share?: boolean;
  /** As for migrations. */
  readonly anyAccount?: boolean;
}

/**
 * Migrations of many gateways. Each is a run of its own, under the id of its plan: cut-over, rollback and finalize work on that run. The job is a
 * run beside them, which starts them and tells how far they came.
 */
export interface FleetMoves {
  /** What a policy would migrate now, and why not the others. Only reads. */
  plan(policy: MovePolicy, options?: PlanMovesOptions): Promise<MovesPlan>;
  /** The same for plans from files. `unreadable`: files that hold none. */
  planSealed(
    plans: readonly NamedPlan[],
    unreadable?: readonly FailedGateway[],
    limits?: MoveLimits,
  ): Promise<MovesPlan>;
  /** Starts a job; the same plan attaches to the same run. */
  start(plan: MovesPlan): Promise<RunHandle>;
  /** Leaves a job to the workers. */
  enqueue(plan: MovesPlan): Promise<void>;
  /** Waits for a job that was started here, and stops it when the signal fires. */
  follow(run: RunHandle, signal?: AbortSignal): Promise<RunOutcome>;
  /** Brings every job that was started earlier to its end: here, or by waiting for the process that works on it. */
  finish(signal?: AbortSignal): Promise<readonly RunResults[]>;
}

const procedureName = 'polynat.fleet.moves';

export function createFleetMoves(given: FleetMovesOptions): FleetMoves {
  const { clouds, engine, migrations, clock = systemClock, share = false, anyAccount = false } = given;
  engine.operation('fleet.move', moving({ engine, migrations, clock, share }));
  engine.procedure(procedureName, 1, moveAll);
  const earlier = async () => earlierMoves((await engine.list()).runs);
  const beginning = async ({ moves, id, concurrency, stopAfter }: MovesPlan) => {
    const plans = moves.map(({ plan }) => plan);
    const input = json({ plans, concurrency, ...(stopAfter !== undefined && { stopAfter }) });
    return { input, options: { id, accounts: await accountsOf(clouds, anyAccount ? [] : aliasesOf(plans)) } };
  };
  return {
    plan: async (policy, options) => planMoves(clouds, policy, await earlier(), options),
    planSealed: async (plans, unreadable = [], limits = {}) =>
      planSealedMoves(plans, unreadable, await earlier(), limits),
    async start(plan) {
      const { input, options } = await beginning(plan);
      return engine.start(procedureName, input, options);
    },
    async enqueue(plan) {
      const { input, options } = await beginning(plan);
      await engine.enqueue(procedureName, input, options);
    },
    follow: (run, signal) => followRun(run.id, { engine, clock, take: async () => run, signal }),
    async finish(signal) {
      const { runs } = await engine.list();
      const open = runs.filter((run) => run.procedure === procedureName && !hasEnded(run));
      const results: RunResults[] = [];
      for (const { id } of open) {
        const take = () => engine.resume(id);
        const outcome = await followRun(id, { engine, clock, take, signal });
        results.push(...moveResultsIn(id, outcome));
      }
      return results;
    },
  };
}
