import { NatError } from '@polynat/core';
import type { RunRecord } from '@polynat/engine';
import { type MigrationPlan, migrationOf } from '@polynat/migrate';
import { type Left, refused, skipped } from '../fleet-gateways.ts';
import { holdersIn } from '../holders.ts';

export type MoveSkipReason = 'excluded' | 'beyond-ceiling' | 'migrated-before' | 'under-way';

/** What earlier runs have done with gateways and plans. */
export interface EarlierMoves {
  /** Why no new plan is made for a gateway. */
  onGateway(ref: string): Left<MoveSkipReason> | undefined;
  /** Why a plan is not applied. One whose run was stopped or failed is continued. */
  ofPlan(plan: MigrationPlan): Left<MoveSkipReason> | undefined;
  stateOf(plan: string): string;
}

export function earlierMoves(runs: readonly RunRecord[]): EarlierMoves {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const holders = holdersIn(runs);
  const migrated = new Map(
    runs.flatMap((run) => {
      const source = run.state === 'done' ? migrationOf(run)?.source : undefined;
      return source === undefined ? [] : [[source, run] as const];
    }),
  );
  return {
    onGateway(ref) {
      const done = migrated.get(ref);
      if (done) return skipped('migrated-before', `run ${done.id} has migrated it`, done.id);
      const holder = holders.get(ref);
      return holder && heldBy(holder);
    },
    ofPlan({ id, locks }) {
      const own = byId.get(id);
      if (own?.state === 'done') return skipped('migrated-before', `run ${id} has applied this plan`, id);
      if (own?.state === 'rolled-back') return refused(rolledBack(), id);
      if (own?.state === 'waiting') return heldBy(own);
      const holder = locks.map((lock) => holders.get(lock)).find((run) => run && run.id !== id);
      return holder && heldBy(holder);
    },
    stateOf: (plan) => byId.get(plan)?.state ?? '',
  };
}

/** Work that waits for its owner, or goes on, is no failure. */
function heldBy({ id, state, outcome }: RunRecord): Left<MoveSkipReason> {
  if (outcome?.state === 'waiting') return skipped('under-way', `run ${id} waits for ${outcome.name}`, id);
  if (state === 'running' || state === 'queued') return skipped('under-way', `run ${id} is ${state}`, id);
  const error = new NatError('conflict', `run ${id} works on it and is ${state}`, {
    remedy: `resume run ${id}, or roll it back`,
  });
  return refused(error, id);
}

const rolledBack = (): NatError =>
  new NatError('failed-precondition', 'this plan has been rolled back', { remedy: 'make a new plan' });
