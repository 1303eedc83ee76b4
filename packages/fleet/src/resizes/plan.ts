import { createHash } from 'node:crypto';
import { type Clouds, type Gateway, MultiCloudListing, type Size } from '@polynat/core';
import { type FailedGateway, failureOf, type Skipped, silentCloud, skipped } from '../fleet-gateways.ts';
import type { PlanRenewalOptions } from '../renewal-plan.ts';
import { selectedClouds } from '../selection.ts';
import { type ResizePolicy, readResizePolicy } from './policy.ts';
import { type JudgingSize, type ResizeSkipReason, type ResizeVerdict, sizeVerdictOn } from './verdict.ts';

export interface DueResize {
  readonly gateway: Gateway;
  /** The size it gets. */
  readonly size: Size;
}

/** What a policy would resize at this moment. Every gateway of its clouds is in one of the lists. */
export interface ResizePlan {
  readonly policy: ResizePolicy;
  readonly due: readonly DueResize[];
  readonly skipped: readonly Skipped<ResizeSkipReason>[];
  readonly failed: readonly FailedGateway[];
  /** Names the run: the same changes give the same id, in every process. */
  readonly id: string;
}

/** Lists the gateways of a policy and judges each. Only reads. */
export async function planResizes(
  clouds: Clouds,
  input: ResizePolicy,
  { earlier, holders }: Pick<JudgingSize, 'earlier' | 'holders'>,
  { now = Date.now(), ...call }: PlanRenewalOptions = {},
): Promise<ResizePlan> {
  const policy = readResizePolicy(input);
  const aliases = selectedClouds(clouds, policy.gateways ?? {});
  const listings = aliases.map((alias) => [alias, clouds.cloud(alias).gateways.list({}, call)] as const);
  const { items, failures } = await new MultiCloudListing(new Map(listings)).settle();
  const due: DueResize[] = [];
  const left: Skipped<ResizeSkipReason>[] = [];
  const failed = failures.map(silentCloud);
  for (const gateway of [...items].sort((one, other) => (`${one.ref}` < `${other.ref}` ? -1 : 1))) {
    const own = sizeVerdictOn(gateway, { clouds, policy, earlier, holders, now });
    const verdict = own.is === 'due' ? withinCeiling(own, due.length, policy) : own;
    const { name } = gateway;
    if (verdict.is === 'due') due.push({ gateway, size: verdict.size });
    else if (verdict.is === 'refused') failed.push(failureOf(gateway, verdict.error, verdict.run));
    else {
      const { is, ...why } = verdict;
      left.push({ ref: `${gateway.ref}`, name, ...why });
    }
  }
  return { policy, due, skipped: left, failed, id: runId(due, policy, now) };
}

function withinCeiling(
  verdict: ResizeVerdict,
  count: number,
  { ceilings: { resizes = Number.POSITIVE_INFINITY } = {} }: ResizePolicy,
): ResizeVerdict {
  return count < resizes
    ? verdict
    : skipped('beyond-ceiling', `the ceiling of a run is ${resizes} resize(s)`);
}

/** The day is for people; it also lets a change that somebody has taken back be made again the next day. */
function runId(
  due: readonly DueResize[],
  { concurrency = 0, stopAfter = 0 }: ResizePolicy,
  now: number,
): string {
  const changes = due.map(({ gateway: { ref, size: from }, size }) => [`${ref}`, from, size]);
  const content = JSON.stringify([concurrency, stopAfter, changes]);
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return `resize-${new Date(now).toISOString().slice(0, 10)}-${digest}`;
}
