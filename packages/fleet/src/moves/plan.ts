import { createHash } from 'node:crypto';
import {
  type CallOptions,
  type Clock,
  type Clouds,
  type Gateway,
  MultiCloudListing,
  NatError,
} from '@polynat/core';
import { type MigrationPlan, planMigration, plannedPurchases } from '@polynat/migrate';
import {
  type FailedGateway,
  failureOf,
  type Left,
  refused,
  type Skipped,
  silentCloud,
  skipped,
} from '../fleet-gateways.ts';
import { inParallel } from '../in-parallel.ts';
import { exclusionOf, selectedClouds } from '../selection.ts';
import type { EarlierMoves, MoveSkipReason } from './earlier.ts';
import { type MovePolicy, readMovePolicy } from './policy.ts';

/** One gateway and the plan that migrates it. */
export interface PlannedMove {
  readonly ref: string;
  readonly name: string;
  readonly plan: MigrationPlan;
  readonly purchases: number;
}

/** What a job would migrate. Every gateway, plan or cloud it was asked about is in one of the lists. */
export interface MovesPlan {
  readonly moves: readonly PlannedMove[];
  readonly skipped: readonly Skipped<MoveSkipReason>[];
  readonly failed: readonly FailedGateway[];
  readonly concurrency: number;
  readonly stopAfter?: number;
  /** Names the run: the same plans give the same id, in every process. */
  readonly id: string;
}

export interface PlanMovesOptions extends CallOptions {
  readonly clock?: Pick<Clock, 'now'>;
}

/** A plan from a file. */
export interface NamedPlan {
  readonly file: string;
  readonly plan: MigrationPlan;
}

export interface MoveLimits {
  readonly concurrency?: number;
  readonly stopAfter?: number;
}

const usualConcurrency = 2;
const planningAtOnce = 4;

type Decision = { readonly is: 'move'; readonly plan: MigrationPlan } | Left<MoveSkipReason>;

/** Plans the migration of every gateway that a policy selects. Only reads. */
export async function planMoves(
  clouds: Clouds,
  input: MovePolicy,
  earlier: EarlierMoves,
  { clock = Date, ...call }: PlanMovesOptions = {},
): Promise<MovesPlan> {
  const policy = readMovePolicy(input);
  const aliases = selectedClouds(clouds, policy.gateways ?? {}).filter((alias) => alias !== policy.to);
  const listings = aliases.map((alias) => [alias, clouds.cloud(alias).gateways.list({}, call)] as const);
  const { items, failures } = await new MultiCloudListing(new Map(listings)).settle();
  const gateways = [...items].sort((left, right) => (`${left.ref}` < `${right.ref}` ? -1 : 1));
  const decisions = await inParallel(gateways, planningAtOnce, async (gateway) => ({
    gateway,
    decision: await decide(clouds, gateway, policy, earlier, { clock, ...call }),
  }));
  return movesPlan(decisions, failures.map(silentCloud), earlier, policy);
}

/** Plans from files, each sealed when it was made. `unreadable`: files that hold none. */
export function planSealedMoves(
  plans: readonly NamedPlan[],
  unreadable: readonly FailedGateway[],
  earlier: EarlierMoves,
  limits: MoveLimits,
): MovesPlan {
  const sources = plans.map(({ plan, file }) => plan.source.ref ?? file);
  const decisions = plans.map(({ plan, file }, index) => {
    const ref = plan.source.ref ?? file;
    const twice = sources.indexOf(ref) < index;
    return {
      gateway: { ref, name: file },
      decision: twice ? refused(planTwice(ref)) : decisionOn(plan, earlier),
    };
  });
  return movesPlan(decisions, unreadable, earlier, limits);
}

async function decide(
  clouds: Clouds,
  gateway: Gateway,
  { gateways = {}, to, mapping, each = {} }: MovePolicy,
  earlier: EarlierMoves,
  options: PlanMovesOptions,
): Promise<Decision> {
  const ref = `${gateway.ref}`;
  const exclusion = exclusionOf(gateway, gateways);
  if (exclusion !== undefined) return skipped('excluded', exclusion);
  const before = earlier.onGateway(ref);
  if (before) return before;
  try {
    const plan = await planMigration(clouds, ref, { ...options, to, mapping: { ...mapping, ...each[ref] } });
    return decisionOn(plan, earlier);
  } catch (thrown) {
    return refused(NatError.from(thrown));
  }
}

function decisionOn(plan: MigrationPlan, earlier: EarlierMoves): Decision {
  const before = earlier.ofPlan(plan);
  if (before) return before;
  return plan.blocked ? refused(blocked(plan)) : { is: 'move', plan };
}

interface Decided {
  readonly gateway: Pick<Gateway, 'name'> & { readonly ref: { toString(): string } };
  readonly decision: Decision;
}

function movesPlan(
  decided: readonly Decided[],
  hidden: readonly FailedGateway[],
  earlier: EarlierMoves,
  { ceilings = {}, concurrency = usualConcurrency, stopAfter }: Pick<MovePolicy, 'ceilings'> & MoveLimits,
): MovesPlan {
  const moves: PlannedMove[] = [];
  const left: Skipped<MoveSkipReason>[] = [];
  const failed = [...hidden];
  for (const { gateway, decision: own } of decided) {
    const decision = own.is === 'move' ? withinCeilings(moves, own, ceilings) : own;
    const { name } = gateway;
    const ref = `${gateway.ref}`;
    if (decision.is === 'move')
      moves.push({ ref, name, plan: decision.plan, purchases: plannedPurchases(decision.plan) });
    else if (decision.is === 'refused') failed.push(failureOf(gateway, decision.error, decision.run));
    else {
      const { is, ...why } = decision;
      left.push({ ref, name, ...why });
    }
  }
  const id = jobId(moves, earlier);
  return { moves, skipped: left, failed, concurrency, id, ...(stopAfter !== undefined && { stopAfter }) };
}

function withinCeilings(
  moves: readonly PlannedMove[],
  wanted: Extract<Decision, { is: 'move' }>,
  {
    gateways = Number.POSITIVE_INFINITY,
    purchases = Number.POSITIVE_INFINITY,
  }: MovePolicy['ceilings'] & object,
): Decision {
  if (moves.length >= gateways)
    return skipped('beyond-ceiling', `the ceiling of a job is ${gateways} gateway(s)`);
  const bought = moves.reduce((sum, move) => sum + move.purchases, plannedPurchases(wanted.plan));
  return bought > purchases
    ? skipped('beyond-ceiling', `the ceiling of a job is ${purchases} purchase(s)`)
    : wanted;
}

/** The next try of plans that failed is another run, so the id covers how far they are. */
function jobId(moves: readonly PlannedMove[], earlier: EarlierMoves): string {
  const content = moves.map(({ plan: { id } }) => [id, earlier.stateOf(id)]);
  return `moves-${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)}`;
}

const planTwice = (ref: string): NatError =>
  new NatError('conflict', `two plans are for ${ref}`, { remedy: 'keep one of them' });

function blocked({ gaps }: MigrationPlan): NatError {
  const [first, ...others] = gaps.filter(({ severity }) => severity === 'blocking');
  const what = `the plan has ${others.length + 1} blocking gap(s); first: ${first?.what}: ${first?.why}`;
  return new NatError('failed-precondition', what, { remedy: first?.remedy ?? 'decide it in the mapping' });
}
