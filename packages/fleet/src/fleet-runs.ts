import { type Clouds, type Gateway, GatewayRef, NatError, type SizeRequest, type Term } from '@polynat/core';
import { type Engine, json, type Operation, type RunHandle, RunHeld } from '@polynat/engine';
import { accountsOf, type PurchaseReader, purchaseOn } from '@polynat/migrate';
import * as z from 'zod';
import { type EarlierOrders, earlierOrders } from './earlier-orders.ts';
import { type FinishedRun, finishRuns } from './finish-runs.ts';
import { expiryOf } from './inventory.ts';
import { type PlanRenewalOptions, planRenewals, type RenewalPlan, withoutLocked } from './renewal-plan.ts';
import type { RenewalPolicy } from './renewal-policy.ts';
import { renewing } from './renewing.ts';
import { resizing } from './resizing.ts';
import { procedureName, workThrough } from './work.ts';

export interface FleetRunOptions {
  /** Identity of the run: starting it again attaches to it, so nothing is paid twice. */
  readonly id: string;
  /** Gateways that are changed at the same time; default 4. */
  readonly concurrency?: number;
  /** After so many failures no further gateway is changed; without it all are. */
  readonly stopAfter?: number;
}

/** A plan on its way. `plan` is without the gateways that other runs have locked; `run` is absent when none is left. */
export interface StartedRenewals {
  readonly plan: RenewalPlan;
  readonly run?: RunHandle;
}

/** Changes of many gateways as durable runs. A failed gateway does not stop the others; the output names it. */
export interface FleetRuns {
  renew(gateways: readonly Gateway[], term: Term, options: FleetRunOptions): Promise<RunHandle>;
  resize(gateways: readonly Gateway[], size: SizeRequest, options: FleetRunOptions): Promise<RunHandle>;
  /**
   * Resumes every fleet run that a process left unfinished, and waits for it. Call it before you list what is due: gateways of an
   * unfinished run are locked, and some of them may be paid.
   */
  finish(): Promise<readonly FinishedRun[]>;
  /** What a policy would renew now, and why it would not renew the others. Only reads. */
  planRenewals(policy: RenewalPolicy, options?: PlanRenewalOptions): Promise<RenewalPlan>;
  /** Renews what is due in a plan. The same plan attaches to the same run. */
  startRenewals(plan: RenewalPlan): Promise<StartedRenewals>;
}

/** The gateway is renewed, and perhaps by somebody else. */
const unproven = z.object({ proven: z.literal(false) });

/** What the steps of fleet runs buy, for `purchasesOf`. */
export const fleetPurchases: Readonly<Record<string, PurchaseReader>> = {
  'fleet.renew': (args, result) => ({
    ...purchaseOn('renewal', args),
    ...(unproven.safeParse(result).success && { outcome: 'unknown' }),
  }),
  'fleet.resize': (args) => purchaseOn('size', args),
};

const usualConcurrency = 4;

export interface FleetRunsOptions {
  readonly clouds: Clouds;
  readonly engine: Engine;
  /**
   * Neither note nor check which accounts a run acts for. Needed to go on with another key of the same account where only the key tells
   * the account.
   */
  readonly anyAccount?: boolean;
}

export function createFleetRuns({ clouds, engine, anyAccount = false }: FleetRunsOptions): FleetRuns {
  const accounts = (aliases: readonly string[]) => accountsOf(clouds, anyAccount ? [] : aliases);
  engine.operation('fleet.renew', renewing(clouds));
  engine.operation('fleet.resize', resizing(clouds));
  engine.procedure(procedureName, 1, workThrough);
  const start = async (
    operations: readonly Operation[],
    { id, concurrency = usualConcurrency, stopAfter }: FleetRunOptions,
  ) => {
    const refs = operations.map(({ name }) => name);
    const work = { operations, concurrency, ...(stopAfter !== undefined && { stopAfter }) };
    return engine.start(procedureName, json(work), {
      id,
      locks: refs,
      accounts: await accounts(refs.map((ref) => GatewayRef.from(ref).cloud)),
    });
  };
  const renew: FleetRuns['renew'] = (gateways, term, options) =>
    start(
      gateways.map((gateway) => ({
        name: `${gateway.ref}`,
        kind: 'fleet.renew',
        args: json({ ref: `${gateway.ref}`, term, expires: expiryOf(gateway) ?? 0 }),
      })),
      options,
    );
  return {
    renew,
    resize: (gateways, size, options) =>
      start(
        gateways.map(({ ref }) => ({
          name: `${ref}`,
          kind: 'fleet.resize',
          args: json({ ref: `${ref}`, size }),
        })),
        options,
      ),
    finish: () => finishRuns(engine, accounts),
    planRenewals: async (policy, { now = Date.now(), ...call } = {}) =>
      planRenewals(clouds, policy, await ordersUntil(now, engine), { now, ...call }),
    startRenewals: (plan) => startRenewals(plan, renew),
  };
}

async function startRenewals(plan: RenewalPlan, renew: FleetRuns['renew']): Promise<StartedRenewals> {
  const { due, term, id, policy } = plan;
  if (due.length === 0) return { plan };
  const { concurrency, stopAfter } = policy;
  const limits = {
    ...(concurrency !== undefined && { concurrency }),
    ...(stopAfter !== undefined && { stopAfter }),
  };
  try {
    return { plan, run: await renew(due, term, { id, ...limits }) };
  } catch (thrown) {
    const locked = thrown instanceof RunHeld ? thrown.held.lock : undefined;
    if (locked === undefined) throw thrown;
    return startRenewals(withoutLocked(plan, locked, NatError.from(thrown)), renew);
  }
}

/** A renewal of the same day that cannot be read may have paid for any gateway. The expiry tells what older ones have paid. */
async function ordersUntil(now: number, engine: Engine): Promise<EarlierOrders> {
  const { runs, unreadable } = await engine.list();
  const today = `renew-${new Date(now).toISOString().slice(0, 10)}-`;
  const hidden = unreadable.find(({ id }) => id.startsWith(today));
  if (!hidden) return earlierOrders(runs.filter(({ procedure }) => procedure === procedureName));
  const { message, remedy } = hidden.reason;
  throw new NatError('failed-precondition', `run ${hidden.id} may have renewed gateways and cannot be read`, {
    remedy: `${remedy ?? message}; until then, see what expires and renew one gateway at a time`,
  });
}
