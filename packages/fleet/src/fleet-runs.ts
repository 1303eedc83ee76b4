import {
  type Clock,
  type Clouds,
  type Gateway,
  NatError,
  type SizeRequest,
  systemClock,
  type Term,
} from '@polynat/core';
import { type Engine, json, type Operation, type RunHandle, RunHeld, type RunOutcome } from '@polynat/engine';
import { accountsOf, type PurchaseReader, purchaseOn } from '@polynat/migrate';
import * as z from 'zod';
import { earlierOrders, renewalOrders } from './earlier-orders.ts';
import { type FinishedRun, finishRuns } from './finish-runs.ts';
import { followRun } from './follow-run.ts';
import { holdersIn } from './holders.ts';
import { expiryOf } from './inventory.ts';
import { FailureLimits } from './parts/failure-limit.ts';
import { partsProcedure, workParts } from './parts/parts.ts';
import { DividedRuns } from './parts/start-divided.ts';
import { workingPart } from './parts/working-part.ts';
import { type PlanRenewalOptions, planRenewals, type RenewalPlan, withoutLocked } from './renewal-plan.ts';
import type { RenewalPolicy } from './renewal-policy.ts';
import { renewing } from './renewing.ts';
import { planResizes, type ResizePlan } from './resizes/plan.ts';
import type { ResizePolicy } from './resizes/policy.ts';
import { resizing } from './resizes/resizing.ts';
import { resizeOrders } from './resizes/verdict.ts';
import { type FleetRunOptions, procedureName, workThrough } from './work.ts';

/** A plan on its way. `plan` is without the gateways that other runs have locked; `run` is absent when none is left. */
export interface StartedRenewals {
  readonly plan: RenewalPlan;
  readonly run?: RunHandle;
}

/**
 * Changes of many gateways as durable runs. A failed gateway does not stop the others; the output names it. Gateways of several accounts
 * (aliases) are divided by account: each part is a run of its own, for whichever worker takes it up, and the run that was asked for gathers them.
 */
export interface FleetRuns {
  renew(gateways: readonly Gateway[], term: Term, options: FleetRunOptions): Promise<RunHandle>;
  resize(gateways: readonly Gateway[], size: SizeRequest, options: FleetRunOptions): Promise<RunHandle>;
  /**
   * Brings every fleet run that a process left unfinished to its end. Call it before you list what is due: gateways of an unfinished run are
   * locked, and some of them may be paid. A run that another process takes meanwhile is waited for.
   */
  finish(signal?: AbortSignal): Promise<readonly FinishedRun[]>;
  /** Waits for a run that was started here, and stops it when the signal fires. */
  follow(run: RunHandle, signal?: AbortSignal): Promise<RunOutcome>;
  /** What a policy would renew now, and why it would not renew the others. Only reads. */
  planRenewals(policy: RenewalPolicy, options?: PlanRenewalOptions): Promise<RenewalPlan>;
  /** Renews what is due in a plan. The same plan attaches to the same run. */
  startRenewals(plan: RenewalPlan): Promise<StartedRenewals>;
  /** Leaves what is due in a plan to the workers, as the run of the plan's id. */
  enqueueRenewals(plan: RenewalPlan): Promise<void>;
  /** What a policy would resize now, and why it would not resize the others. Only reads. */
  planResizes(policy: ResizePolicy, options?: PlanRenewalOptions): Promise<ResizePlan>;
  /** Resizes what a plan says. The same plan attaches to the same run; without anything to do there is none. */
  startResizes(plan: ResizePlan): Promise<RunHandle | undefined>;
  /** Leaves what is due in a plan to the workers, as the run of the plan's id. */
  enqueueResizes(plan: ResizePlan): Promise<void>;
}

/** It is as it was wanted, and perhaps by the order of somebody else. */
const unproven = z.object({ proven: z.literal(false) });

const costing =
  (kind: 'renewal' | 'size'): PurchaseReader =>
  (args, result) => ({
    ...purchaseOn(kind, args),
    ...(unproven.safeParse(result).success && { outcome: 'unknown' }),
  });

/** What the steps of fleet runs buy, for `purchasesOf`. */
export const fleetPurchases: Readonly<Record<string, PurchaseReader>> = {
  'fleet.renew': costing('renewal'),
  'fleet.resize': costing('size'),
};

export interface FleetRunsOptions {
  readonly clouds: Clouds;
  readonly engine: Engine;
  readonly clock?: Clock;
  /**
   * Whether other processes work on the runs of the store, as `engine.work` does: then the part of each account is left to them for ten
   * seconds at least. Without it the process of the run works on all parts.
   */
  readonly share?: boolean;
  /**
   * Neither note nor check which accounts a run acts for. Needed to go on with another key of the same account where only the key tells
   * the account.
   */
  readonly anyAccount?: boolean;
}

export function createFleetRuns({
  clouds,
  engine,
  clock = systemClock,
  share = false,
  anyAccount = false,
}: FleetRunsOptions): FleetRuns {
  const accounts = (aliases: readonly string[]) => accountsOf(clouds, anyAccount ? [] : aliases);
  const limits = new FailureLimits(engine, clock);
  engine.operation('fleet.renew', limits.keep(renewing(clouds)));
  engine.operation('fleet.resize', limits.keep(resizing(clouds)));
  engine.operation('fleet.part', workingPart({ engine, clock, share, accounts }));
  engine.procedure(procedureName, 1, workThrough);
  engine.procedure(partsProcedure, 1, workParts);
  const divided = new DividedRuns({ engine, accounts });
  const renew: FleetRuns['renew'] = (gateways, term, options) =>
    divided.start(renewalsOf(gateways, term), options);
  return {
    renew,
    resize: (gateways, size, options) =>
      divided.start(
        gateways.map(({ ref }) => resizeOf(`${ref}`, { size })),
        options,
      ),
    finish: (signal) => finishRuns({ engine, clock, accountsOf: accounts, signal }),
    follow: (run, signal) => followRun(run.id, { engine, clock, take: async () => run, signal }),
    planRenewals: async (policy, { now = clock.now(), ...call } = {}) => {
      const runs = await fleetRunsUntil(now, engine);
      const earlier = earlierOrders(runs.filter(isFleetRun), renewalOrders);
      return planRenewals(clouds, policy, { earlier, holders: holdersIn(runs) }, { now, ...call });
    },
    startRenewals: (plan) => startRenewals(plan, renew),
    planResizes: async (policy, { now = clock.now(), ...call } = {}) => {
      const { runs } = await engine.list();
      const earlier = earlierOrders(runs.filter(isFleetRun), resizeOrders);
      return planResizes(clouds, policy, { earlier, holders: holdersIn(runs) }, { now, ...call });
    },
    enqueueRenewals: ({ due, term, id, policy }) =>
      divided.enqueue(renewalsOf(due, term), { id, ...limitsOf(policy) }),
    startResizes: async (plan) =>
      plan.due.length === 0
        ? undefined
        : divided.start(resizesOf(plan), { id: plan.id, ...limitsOf(plan.policy) }),
    enqueueResizes: (plan) => divided.enqueue(resizesOf(plan), { id: plan.id, ...limitsOf(plan.policy) }),
  };
}

const renewalsOf = (gateways: readonly Gateway[], term: Term): readonly Operation[] =>
  gateways.map((gateway) => ({
    ...{ name: `${gateway.ref}`, kind: 'fleet.renew' },
    args: json({ ref: `${gateway.ref}`, term, expires: expiryOf(gateway) ?? 0 }),
  }));

const resizesOf = ({ due }: ResizePlan): readonly Operation[] =>
  due.map(({ gateway: { ref, size: from }, size }) => resizeOf(`${ref}`, { size, from }));

const resizeOf = (ref: string, change: object): Operation => ({
  ...{ name: ref, kind: 'fleet.resize' },
  args: json({ ref, ...change }),
});

async function startRenewals(plan: RenewalPlan, renew: FleetRuns['renew']): Promise<StartedRenewals> {
  const { due, term, id, policy } = plan;
  if (due.length === 0) return { plan };
  try {
    return { plan, run: await renew(due, term, { id, ...limitsOf(policy) }) };
  } catch (thrown) {
    const locked = thrown instanceof RunHeld ? thrown.held.lock : undefined;
    if (locked === undefined) throw thrown;
    return startRenewals(withoutLocked(plan, locked, NatError.from(thrown)), renew);
  }
}

type Limits = Pick<FleetRunOptions, 'concurrency' | 'stopAfter'>;

const limitsOf = ({ concurrency, stopAfter }: Limits): Limits => ({
  ...(concurrency !== undefined && { concurrency }),
  ...(stopAfter !== undefined && { stopAfter }),
});

const isFleetRun = ({ procedure }: { readonly procedure: string }): boolean =>
  procedure === procedureName || procedure === partsProcedure;

/** A renewal of the same day that cannot be read may have paid for any gateway. The expiry tells what older ones have paid. */
async function fleetRunsUntil(now: number, engine: Engine) {
  const { runs, unreadable } = await engine.list();
  const today = `renew-${new Date(now).toISOString().slice(0, 10)}-`;
  const hidden = unreadable.find(({ id }) => id.startsWith(today));
  if (!hidden) return runs;
  const { message, remedy } = hidden.reason;
  throw new NatError('failed-precondition', `run ${hidden.id} may have renewed gateways and cannot be read`, {
    remedy: `${remedy ?? message}; until then, see what expires and renew one gateway at a time`,
  });
}
