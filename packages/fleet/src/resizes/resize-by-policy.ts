import type { FleetRuns } from '../fleet-runs.ts';
import { requireDone } from '../follow-run.ts';
import type { PlanRenewalOptions } from '../renewal-plan.ts';
import { resultsOf } from '../run-results.ts';
import { type ResizePolicy, readResizePolicy } from './policy.ts';
import { type ResizeSummary, resizeSummaryOf } from './summary.ts';

/** Resizes what a policy says, each gateway once: finishes the runs that earlier processes left, then plans and resizes. */
export async function resizeByPolicy(
  runs: FleetRuns,
  policy: ResizePolicy,
  options: PlanRenewalOptions = {},
): Promise<ResizeSummary> {
  const checked = readResizePolicy(policy);
  const finished = (await runs.finish(options.signal)).flatMap((one) => resultsOf('fleet.resize', one));
  const plan = await runs.planResizes(checked, options);
  const run = await runs.startResizes(plan);
  if (!run) return resizeSummaryOf(plan, finished);
  const ended = requireDone(run, await runs.follow(run, options.signal));
  const [current] = resultsOf('fleet.resize', { run: run.id, kinds: ['fleet.resize'], ...ended });
  return resizeSummaryOf(plan, finished, current);
}
