import type { Json } from '@polynat/engine';
import type { FinishedRun } from './finish-runs.ts';
import type { FailedGateway } from './fleet-gateways.ts';
import type { RenewalPlan, SkippedGateway } from './renewal-plan.ts';
import { type RunResults, resultsOf, settled } from './run-results.ts';

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

/** What a fleet run renewed, or could not; nothing where it has not ended or has done other work. */
export const resultsIn = (ended: FinishedRun): readonly RunResults[] => resultsOf('fleet.renew', ended);

/** `finished`: runs of earlier processes that were finished first. */
export function summaryOf(
  { skipped, failed }: Pick<RenewalPlan, 'skipped' | 'failed'>,
  finished: readonly RunResults[],
  current?: RunResults,
): RenewalSummary {
  const { done, left } = settled({ skipped, failed }, finished, current);
  return {
    run: current?.run ?? null,
    renewed: done.map(({ ref, run, result }) => ({ ref, run, billing: result })),
    ...left,
  };
}
