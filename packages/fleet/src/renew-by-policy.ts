import type { FleetRuns } from './fleet-runs.ts';
import { requireDone } from './follow-run.ts';
import type { PlanRenewalOptions } from './renewal-plan.ts';
import { type RenewalPolicy, readRenewalPolicy } from './renewal-policy.ts';
import { type RenewalSummary, resultsIn, summaryOf } from './renewal-summary.ts';

/**
 * Renews what is due by a policy, each gateway once for the expiry that was read: finishes the runs that earlier processes left, then plans
 * and renews. A job that fires twice, or is killed half-way and started again, pays for nothing twice.
 */
export async function renewByPolicy(
  runs: FleetRuns,
  policy: RenewalPolicy,
  options: PlanRenewalOptions = {},
): Promise<RenewalSummary> {
  const checked = readRenewalPolicy(policy);
  const finished = (await runs.finish(options.signal)).flatMap(resultsIn);
  const { plan, run } = await runs.startRenewals(await runs.planRenewals(checked, options));
  if (!run) return summaryOf(plan, finished);
  const ended = requireDone(run, await runs.follow(run, options.signal));
  const [current] = resultsIn({ run: run.id, kinds: ['fleet.renew'], ...ended });
  return summaryOf(plan, finished, current);
}
