import { check } from '@polynat/core';
import type { Json } from '@polynat/engine';
import type { FinishedRun } from './finish-runs.ts';
import type { FailedGateway } from './fleet-gateways.ts';
import { type FleetResult, fleetResultSchema } from './fleet-results.ts';

/** The results of one run, by gateway. */
export interface RunResults {
  readonly run: string;
  readonly results: FleetResult;
}

/** What a run of this kind of operation did, or could not; nothing where it has not ended or has done other work. */
export function resultsOf(kind: string, ended: FinishedRun): readonly RunResults[] {
  if (ended.state !== 'done' || !ended.kinds.includes(kind)) return [];
  return [{ run: ended.run, results: check(fleetResultSchema, ended.output, 'output of the run') }];
}

export interface DoneGateway {
  readonly ref: string;
  readonly run: string;
  readonly result: Json;
}

interface Unchanged<Skipped> {
  readonly skipped: readonly Skipped[];
  readonly failed: readonly FailedGateway[];
}

/**
 * What was done, by runs of earlier processes (`finished`) and by the present one, and what is left. A gateway that an earlier run could
 * not change is tried again: its last failure counts.
 */
export function settled<Skipped extends { readonly ref: string }>(
  { skipped, failed }: Unchanged<Skipped>,
  finished: readonly RunResults[],
  current: RunResults | undefined,
): { readonly done: readonly DoneGateway[]; readonly left: Unchanged<Skipped> } {
  const results = [...finished, ...(current ? [current] : [])].flatMap(({ run, results }) =>
    Object.entries(results).map(([ref, result]) => ({ ref, run, result })),
  );
  const done = results.flatMap(({ ref, run, result }) =>
    'done' in result ? [{ ref, run, result: result.done }] : [],
  );
  const handled = new Set(done.map(({ ref }) => ref));
  const undone = results.flatMap(({ ref, run, result }): readonly FailedGateway[] => {
    if ('done' in result) return [];
    const { failed: message, ...details } = result;
    return [{ ref, run, message, ...details }];
  });
  const latest = new Map([...undone, ...failed].map((one) => [one.ref ?? one, one]));
  return {
    done,
    left: {
      skipped: skipped.filter(({ ref }) => !handled.has(ref)),
      failed: [...latest.values()].filter(({ ref }) => ref === undefined || !handled.has(ref)),
    },
  };
}
