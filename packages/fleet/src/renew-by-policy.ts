import { NatError } from '@polynat/core';
import type { FleetRuns } from './fleet-runs.ts';
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
  const finished = (await runs.finish()).flatMap(resultsIn);
  const { plan, run } = await runs.startRenewals(await runs.planRenewals(checked, options));
  if (!run) return summaryOf(plan, finished);
  const outcome = { run: run.id, kinds: ['fleet.renew'], ...(await run.wait()) };
  const [current] = resultsIn(outcome);
  if (current) return summaryOf(plan, finished, current);
  throw new NatError('aborted', `run ${run.id} is ${outcome.state}`, {
    outcome: 'unknown',
    remedy: `renew by the policy again, or resume run ${run.id}`,
  });
}
