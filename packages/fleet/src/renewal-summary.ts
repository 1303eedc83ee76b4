import { check } from '@polynat/core';
import type { Json } from '@polynat/engine';
import type { FinishedRun } from './finish-runs.ts';
import type { FailedGateway } from './fleet-gateways.ts';
import { type FleetResult, fleetResultSchema } from './fleet-results.ts';
import type { RenewalPlan, SkippedGateway } from './renewal-plan.ts';

export interface RenewedGateway {
  readonly ref: string;
  readonly run: string;
  /** The billing that the cloud reports after the renewal. */
  readonly billing: Json;
}

/** What became of every gateway of a policy. */
export interface RenewalSummary {
  /** `null` when nothing had to be started. */
  readonly run: string | null;
  readonly renewed: readonly RenewedGateway[];
  readonly skipped: readonly SkippedGateway[];
  readonly failed: readonly FailedGateway[];
}

/** The results of a run of renewals. */
export interface RenewalResults {
  readonly run: string;
  readonly results: FleetResult;
}

/** What a fleet run renewed, or could not; nothing where it has not ended or has done other work. */
export function resultsIn(ended: FinishedRun): readonly RenewalResults[] {
  if (ended.state !== 'done' || !ended.kinds.includes('fleet.renew')) return [];
  return [{ run: ended.run, results: check(fleetResultSchema, ended.output, 'output of the run') }];
}

/** `finished`: runs of earlier processes that were finished first. */
export function summaryOf(
  { skipped, failed }: RenewalPlan,
  finished: readonly RenewalResults[],
  current?: RenewalResults,
): RenewalSummary {
  const results = [...finished, ...(current ? [current] : [])].flatMap(entriesOf);
  const renewed = results.flatMap(({ ref, run, result }) =>
    'done' in result ? [{ ref, run, billing: result.done }] : [],
  );
  const handled = new Set(renewed.map(({ ref }) => ref));
  const unpaid = results.flatMap(({ ref, run, result }) => {
    if ('done' in result) return [];
    const { failed: message, ...details } = result;
    return [{ ref, run, message, ...details }];
  });
  return {
    run: current?.run ?? null,
    renewed,
    skipped: skipped.filter(({ ref }) => !handled.has(ref)),
    failed: latest([...unpaid, ...failed]).filter(({ ref }) => ref === undefined || !handled.has(ref)),
  };
}

const entriesOf = ({ run, results }: RenewalResults) =>
  Object.entries(results).map(([ref, result]) => ({ ref, run, result }));

/** A gateway that an earlier run could not renew is tried again: its last failure counts. */
function latest(failed: readonly FailedGateway[]): readonly FailedGateway[] {
  return [...new Map(failed.map((one) => [one.ref ?? one, one])).values()];
}
