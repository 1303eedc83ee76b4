import { check } from '@polynat/core';
import type { RunOutcome } from '@polynat/engine';
import * as z from 'zod';
import type { FailedGateway, Skipped } from '../fleet-gateways.ts';
import { type RunResults, resultsOf, settled } from '../run-results.ts';
import type { MoveSkipReason } from './earlier.ts';
import type { MovesPlan } from './plan.ts';

const reachedSchema = z.object({ run: z.string(), state: z.string(), target: z.string().exactOptional() });

/** A gateway whose migration waits for cut-over, or is done. */
export type MigratedGateway = Readonly<z.output<typeof reachedSchema>> & { readonly ref: string };

/** What became of every gateway or plan that a job was asked about. */
export interface MovesSummary {
  /** `null` when nothing had to be started. */
  readonly run: string | null;
  readonly migrated: readonly MigratedGateway[];
  readonly skipped: readonly Skipped<MoveSkipReason>[];
  readonly failed: readonly FailedGateway[];
}

const kind = 'fleet.move';

/** Nothing where the job has not ended. */
export const moveResultsIn = (run: string, outcome: RunOutcome): readonly RunResults[] =>
  resultsOf(kind, { run, kinds: [kind], ...outcome });

/** `finished`: earlier jobs that were finished first. */
export function movesSummaryOf(
  { skipped, failed }: Pick<MovesPlan, 'skipped' | 'failed'>,
  finished: readonly RunResults[],
  current?: RunResults,
): MovesSummary {
  const { done, left } = settled({ skipped, failed }, finished, current);
  const migrated = done.map(({ ref, result }) => ({
    ref,
    ...check(reachedSchema, result, 'result of the step'),
  }));
  return { run: current?.run ?? null, migrated, ...left };
}
