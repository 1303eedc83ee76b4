import { type Clouds, NatError } from '@polynat/core';
import { type Engine, json, type OperationHandler, type RunHandle } from '@polynat/engine';
import { allocateAddress, attachAddress, detachAddress } from './handlers/addresses.ts';
import type { CutOver, HandlerContext } from './handlers/context.ts';
import {
  changeGateway,
  createGateway,
  protectGateway,
  resizeGateway,
  tagGateway,
} from './handlers/gateway.ts';
import { checkSource, handOver, retireSource, verifyTarget } from './handlers/hand-over.ts';
import { addRule, dnatTable, removeRule, replaceRule, snatTable } from './handlers/rules.ts';
import type { MigrationPlan } from './plan.ts';
import { procedureName, procedureVersion, runPlan } from './procedure.ts';
import { readPlan } from './read-plan.ts';
import type { StepKind } from './step.ts';

export interface MigrationsOptions {
  readonly nat: Clouds;
  readonly engine: Engine;
  /** See `HandlerContext.cutOver`. Left out, the source is never touched: plans that retire it are refused. */
  readonly cutOver?: (change: CutOver) => Promise<void>;
}

/** Applies plans as durable runs: they survive the death of the process and are taken up where they stopped. */
export interface Migrations {
  /** Starts a plan, or attaches to it when it runs already: the plan is its identity. */
  apply(plan: MigrationPlan | unknown): Promise<RunHandle>;
  resume(run: string): Promise<RunHandle>;
  /** Undoes everything in reverse order. */
  rollBack(run: string): Promise<RunHandle>;
}

export function createMigrations({ nat, engine, cutOver }: MigrationsOptions): Migrations {
  const context: HandlerContext = { nat, cutOver: cutOver ?? (() => Promise.resolve()) };
  for (const [kind, handler] of Object.entries(handlersFor(context))) engine.operation(kind, handler);
  engine.procedure(procedureName, procedureVersion, runPlan);
  return {
    async apply(input) {
      const plan = readPlan(input);
      refuseBlocked(plan);
      if (!cutOver) refuseRetirement(plan);
      return engine.start(procedureName, json(plan), { id: plan.id, locks: plan.locks });
    },
    resume: (run) => engine.resume(run),
    rollBack: (run) => engine.rollBack(run),
  };
}

const handlersFor = (context: HandlerContext): { readonly [K in StepKind]: OperationHandler } => ({
  'source.check': checkSource(context),
  'address.allocate': allocateAddress(context),
  'gateway.create': createGateway(context),
  'gateway.change': changeGateway(context),
  'gateway.resize': resizeGateway(context),
  'gateway.protect': protectGateway(context),
  'gateway.tag': tagGateway(context),
  'address.attach': attachAddress(context),
  'address.detach': detachAddress(context),
  'snat.add': addRule(context, snatTable),
  'snat.replace': replaceRule(context, snatTable),
  'snat.remove': removeRule(context, snatTable),
  'dnat.add': addRule(context, dnatTable),
  'dnat.replace': replaceRule(context, dnatTable),
  'dnat.remove': removeRule(context, dnatTable),
  verify: verifyTarget(context),
  'cut-over': handOver(context),
  'source.retire': retireSource(context),
});

function refuseBlocked({ blocked, gaps }: MigrationPlan): void {
  if (!blocked) return;
  const reasons = gaps.filter(({ severity }) => severity === 'blocking');
  const [first] = reasons;
  throw new NatError(
    'failed-precondition',
    `the plan is blocked by ${reasons.length} open question(s): ${first?.what}: ${first?.why}`,
    {
      remedy: first?.remedy ?? 'decide them in the mapping',
    },
  );
}

function refuseRetirement({ stages }: MigrationPlan): void {
  if (!stages.some(({ steps }) => steps.some(({ kind }) => kind === 'source.retire'))) return;
  throw new NatError(
    'failed-precondition',
    'the plan deletes its source, and nobody is there to confirm the hand-over',
    {
      remedy: 'pass `cutOver`, which resolves once traffic no longer uses the source',
    },
  );
}
