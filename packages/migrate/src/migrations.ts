import { type Clock, type Clouds, NatError, systemClock } from '@polynat/core';
import {
  type Engine,
  json,
  type OperationHandler,
  type RollBackOptions,
  type RunHandle,
} from '@polynat/engine';
import { allocateAddress, attachAddress, detachAddress } from './handlers/addresses.ts';
import { changeGateway, protectGateway, resizeGateway, tagGateway } from './handlers/change-gateway.ts';
import { checkSource, checkTarget, verifyTarget } from './handlers/checks.ts';
import type { HandlerContext, Hooks } from './handlers/context.ts';
import { createGateway } from './handlers/create-gateway.ts';
import { handOver, rememberWayBack, retireSource } from './handlers/hand-over.ts';
import { addRule, dnatTable, removeRule, replaceRule, snatTable } from './handlers/rules.ts';
import { readRunSoFar } from './handlers/run-so-far.ts';
import type { MigrationPlan } from './plan.ts';
import { procedureName, procedureVersion, runPlan } from './procedure.ts';
import { readPlan } from './read-plan.ts';
import type { StepKind } from './step.ts';

/** Without `cutOver`, plans that retire their source are refused. */
export interface MigrationsOptions extends Partial<Hooks> {
  readonly nat: Clouds;
  readonly engine: Pick<Engine, 'operation' | 'procedure' | 'start' | 'resume' | 'rollBack' | 'get'>;
  readonly clock?: Clock;
}

/** Applies plans as durable runs: they survive the death of the process and are taken up where they stopped. */
export interface Migrations {
  /** Starts a plan, attaches to it when it runs already, or resumes it: the plan is the identity of its run. */
  apply(plan: MigrationPlan | unknown): Promise<RunHandle>;
  resume(run: string): Promise<RunHandle>;
  /** Undoes everything in reverse order. Stops before it takes the new gateway away when the source is gone. */
  rollBack(run: string, options?: RollBackOptions): Promise<RunHandle>;
}

const nothing = () => Promise.resolve();

export function createMigrations(options: MigrationsOptions): Migrations {
  const { nat, engine, clock = systemClock, cutOver, cutBack } = options;
  const context: HandlerContext = {
    nat,
    clock,
    runSoFar: (run) => readRunSoFar(engine, run),
    cutOver: cutOver ?? nothing,
    cutBack: cutBack ?? nothing,
  };
  for (const [kind, handler] of Object.entries(handlersFor(context))) engine.operation(kind, handler);
  engine.procedure(procedureName, procedureVersion, runPlan);
  return {
    async apply(input) {
      const plan = readPlan(input);
      refuseBlocked(plan);
      if (!cutOver) refuseRetirement(plan);
      await refuseRolledBack(engine, plan);
      return engine.start(procedureName, json(plan), { id: plan.id, locks: plan.locks });
    },
    resume: (run) => engine.resume(run),
    rollBack: (run, options) => engine.rollBack(run, options),
  };
}

const handlersFor = (context: HandlerContext): { readonly [K in StepKind]: OperationHandler } => ({
  'source.check': checkSource(context),
  'target.check': checkTarget(context),
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
  'way-back': rememberWayBack(context),
  'cut-over': handOver(context),
  'source.retire': retireSource(context),
});

function refuseBlocked({ blocked, gaps }: MigrationPlan): void {
  if (!blocked) return;
  const [first, ...others] = gaps.filter(({ severity }) => severity === 'blocking');
  const what = `the plan is blocked by ${others.length + 1} open question(s): ${first?.what}: ${first?.why}`;
  throw new NatError('failed-precondition', what, {
    remedy: first?.remedy ?? 'decide them in the mapping',
    ...(first && { field: first.where }),
  });
}

function refuseRetirement({ stages }: MigrationPlan): void {
  if (!stages.some(({ steps }) => steps.some(({ kind }) => kind === 'source.retire'))) return;
  throw new NatError(
    'failed-precondition',
    'the plan deletes its source, and nobody confirms the hand-over',
    {
      remedy: 'pass `cutOver`, which resolves once traffic no longer uses the source',
    },
  );
}

/** Its run has ended, and attaching to it would do nothing. */
async function refuseRolledBack(engine: Pick<Engine, 'get'>, { id }: MigrationPlan): Promise<void> {
  const known = await engine.get(id);
  if (known?.state !== 'rolled-back') return;
  throw new NatError('failed-precondition', 'this plan has been rolled back', { remedy: 'make a new plan' });
}
