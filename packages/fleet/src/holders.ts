import { NatError } from '@polynat/core';
import type { RunRecord } from '@polynat/engine';
import { hasEnded } from './run-states.ts';

/** Runs that have locked a gateway, by its ref. */
export type Holders = ReadonlyMap<string, RunRecord>;

/** One that is only queued has no locks yet, but would have them before whoever comes now. */
export const holdersIn = (runs: readonly RunRecord[]): Holders =>
  new Map(
    runs.filter((run) => !hasEnded(run)).flatMap((run) => run.locks.map((lock) => [lock, run] as const)),
  );

export const lockedBy = (ref: string, { id, state, outcome }: RunRecord): NatError => {
  const what = outcome?.state === 'waiting' ? `waits for ${outcome.name}` : `is ${state}`;
  return new NatError('conflict', `${ref} is locked by run ${id}, which ${what}`, {
    remedy: `wait for run ${id} to end, or roll it back`,
  });
};
