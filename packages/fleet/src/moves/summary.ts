import { check } from '@polynat/core';
import type { RunOutcome } from '@polynat/engine';
import * as z from 'zod';
import type { FailedGateway, Skipped } from '../fleet-gateways.ts';
import { type FleetResult, fleetResultSchema } from '../fleet-results.ts';
import type { MoveSkipReason, MovesPlan } from './plan.ts';

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

/** The results of a job. */
export interface MoveResults {
  readonly run: string;
  readonly results: FleetResult;
}

/** Nothing where it has not ended. */
export function moveResultsIn(run: string, outcome: RunOutcome): readonly MoveResults[] {
  if (outcome.state !== 'done') return [];
  return [{ run, results: check(fleetResultSchema, outcome.output, 'output of the run') }];
}

/** `finished`: earlier jobs that were finished first. */
export function movesSummaryOf(
  { skipped, failed }: Pick<MovesPlan, 'skipped' | 'failed'>,
  finished: readonly MoveResults[],
  current?: MoveResults,
): MovesSummary {
  const results = [...finished, ...(current ? [current] : [])].flatMap(({ run, results }) =>
    Object.entries(results).map(([ref, result]) => ({ ref, run, result })),
  );
  const migrated = results.flatMap(({ ref, result }) =>
    'done' in result ? [{ ref, ...check(reachedSchema, result.done, 'result of the step') }] : [],
  );
  const handled = new Set(migrated.map(({ ref }) => ref));
  const unfinished = results.flatMap(({ ref, run, result }) => {
    if ('done' in result) return [];
    const { failed: message, ...details } = result;
    return [{ ref, run, message, ...details }];
  });
  const latest = new Map([...unfinished, ...failed].map((one) => [one.ref ?? one, one]));
  return {
    run: current?.run ?? null,
    migrated,
    skipped: skipped.filter(({ ref }) => !handled.has(ref)),
    failed: [...latest.values()].filter(({ ref }) => ref === undefined || !handled.has(ref)),
  };
}
