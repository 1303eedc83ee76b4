import { createHash } from 'node:crypto';
import {
  type CallOptions,
  type Clouds,
  describeTerm,
  type Gateway,
  MultiCloudListing,
  monthsOf,
  type NatError,
  type Term,
} from '@polynat/core';
import { type EarlierOrders, orderKey } from './earlier-orders.ts';
import { type FailedGateway, failureOf, type Skipped, silentCloud, skipped } from './fleet-gateways.ts';
import { expiryOf } from './inventory.ts';
import { type RenewalPolicy, readRenewalPolicy, termOf } from './renewal-policy.ts';
import { type Judging, type SkipReason, type Verdict, verdictOn } from './renewal-verdict.ts';
import { selectedClouds } from './selection.ts';

/** A gateway that the policy does not renew now. */
export interface SkippedGateway extends Skipped<SkipReason> {
  readonly expires?: string;
}

/** What a policy would renew at this moment. Every gateway of its clouds is in one of the lists. */
export interface RenewalPlan {
  readonly policy: RenewalPolicy;
  readonly term: Term;
  /** Soonest expiry first. */
  readonly due: readonly Gateway[];
  readonly skipped: readonly SkippedGateway[];
  readonly failed: readonly FailedGateway[];
  /** Names the run: the same orders give the same id, in every process. */
  readonly id: string;
}

export interface PlanRenewalOptions extends CallOptions {
  /** Milliseconds since 1970; the present time when left out. */
  readonly now?: number;
}

/** Lists the gateways of a policy and judges each. Only reads. */
export async function planRenewals(
  clouds: Clouds,
  input: RenewalPolicy,
  { earlier, holders }: Pick<Judging, 'earlier' | 'holders'>,
  { now = Date.now(), ...call }: PlanRenewalOptions = {},
): Promise<RenewalPlan> {
  const policy = readRenewalPolicy(input);
  const aliases = selectedClouds(clouds, policy.gateways ?? {});
  const listings = aliases.map((alias) => [alias, clouds.cloud(alias).gateways.list({}, call)] as const);
  const { items, failures } = await new MultiCloudListing(new Map(listings)).settle();
  const due: Gateway[] = [];
  const skipped: SkippedGateway[] = [];
  const failed = failures.map(silentCloud);
  for (const gateway of [...items].sort(bySoonestExpiry)) {
    const own = verdictOn(gateway, { clouds, policy, earlier, holders, now });
    const verdict = own.is === 'due' ? withinCeilings(due.length + 1, policy) : own;
    if (verdict.is === 'due') due.push(gateway);
    else if (verdict.is === 'skipped') skipped.push(skippedGateway(gateway, verdict));
    else failed.push(failureOf(gateway, verdict.error, verdict.run));
  }
  return { policy, term: termOf(policy), due, skipped, failed, id: runId(due, policy, earlier, now) };
}

/** `count`: how many purchases the run would then make. */
function withinCeilings(count: number, policy: RenewalPolicy): Exclude<Verdict, { is: 'refused' }> {
  const { purchases = Number.POSITIVE_INFINITY, months = Number.POSITIVE_INFINITY } = policy.ceilings ?? {};
  if (count > purchases) return beyond(`the ceiling of a run is ${purchases} purchase(s)`);
  if (count * monthsOf(termOf(policy)) > months) return beyond(`the ceiling of a run is ${months} month(s)`);
  return { is: 'due' };
}

const beyond = (why: string) => skipped('beyond-ceiling', why);

function skippedGateway(
  { ref, name, billing }: Gateway,
  { reason, why }: VerdictOf<'skipped'>,
): SkippedGateway {
  const expires = billing.mode === 'prepaid' ? billing.expires : undefined;
  return { ref: `${ref}`, name, ...(expires !== undefined && { expires }), reason, why };
}

type VerdictOf<Is extends Verdict['is']> = Extract<Verdict, { is: Is }>;

const bySoonestExpiry = (left: Gateway, right: Gateway): number =>
  (expiryOf(left) ?? 0) - (expiryOf(right) ?? 0) || (`${left.ref}` < `${right.ref}` ? -1 : 1);

/** The same plan without a gateway that another run has locked. */
export function withoutLocked(plan: RenewalPlan, ref: string, error: NatError): RenewalPlan {
  const locked = plan.due.find((gateway) => `${gateway.ref}` === ref);
  return {
    ...plan,
    due: plan.due.filter((gateway) => gateway !== locked),
    failed: [...plan.failed, failureOf({ ref, name: locked?.name ?? '' }, error)],
    id: `${plan.id.slice(0, -digestLength)}${digestOf([plan.id, ref])}`,
  };
}

/**
 * The same orders make one run. After a definite failure the next try is another run, so the id covers the runs that have tried. The day
 * is for people.
 */
function runId(due: readonly Gateway[], policy: RenewalPolicy, earlier: EarlierOrders, now: number): string {
  const orders = due.map((gateway) => {
    const key = orderKey(`${gateway.ref}`, expiryOf(gateway) ?? 0);
    return [key, earlier.get(key)?.run ?? ''];
  });
  const { concurrency = 0, stopAfter = 0 } = policy;
  const digest = digestOf([describeTerm(termOf(policy)), concurrency, stopAfter, orders]);
  return `renew-${new Date(now).toISOString().slice(0, 10)}-${digest}`;
}

const digestLength = 12;
const digestOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, digestLength);
