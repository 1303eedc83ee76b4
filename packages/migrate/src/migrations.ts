import { type Clock, type Clouds, NatError, systemClock } from '@polynat/core';
import { type Engine, json, type RollBackOptions, type RunHandle, type StateOptions } from '@polynat/engine';
import { formerKindOf } from './former-names.ts';
import { type MigrationPlan, storedForm } from './plan.ts';
import { procedureName, procedureVersion, runPlan } from './procedure.ts';
import { readPlan } from './read-plan.ts';
import type { Hooks, StepContext } from './steps/context.ts';
import { stepTypes } from './steps/index.ts';
import { readRunSoFar } from './steps/run-so-far.ts';

/** Without `cutOver`, plans that delete their source are refused. */
export interface MigrationsOptions extends Partial<Hooks> {
  readonly nat: Clouds;
  readonly engine: Pick<Engine, 'operation' | 'procedure' | 'start' | 'resume' | 'rollBack' | 'get'>;
  readonly clock?: Clock;
}

/** Applies plans as durable runs: they survive the death of the process and are taken up where they stopped. */
export interface Migrations {
  /** Starts a plan, attaches to it when it runs already, or resumes it: the plan is the identity of its run. */
  apply(plan: MigrationPlan | unknown): Promise<RunHandle>;
  /** `left` tells what steps left whose outcome the run cannot find out, and `by` who says so. */
  resume(run: string, options?: StateOptions): Promise<RunHandle>;
  /** Undoes everything in reverse order. Stops before it deletes the new gateway when the source is gone. */
  rollBack(run: string, options?: RollBackOptions): Promise<RunHandle>;
}

const nothing = () => Promise.resolve();

export function createMigrations(options: MigrationsOptions): Migrations {
  const { nat, engine, clock = systemClock, cutOver, revertCutOver } = options;
  const context: StepContext = {
    nat,
    clock,
    runSoFar: (run) => readRunSoFar(engine, run),
    cutOver: cutOver ?? nothing,
    revertCutOver: revertCutOver ?? nothing,
  };
  registerSteps(engine, context);
  engine.procedure(procedureName, procedureVersion, runPlan);
  return {
    async apply(input) {
      const plan = readPlan(input);
      refuseBlocked(plan);
      if (!cutOver) refuseDeletion(plan);
      await refuseRolledBack(engine, plan);
      return engine.start(procedureName, json(storedForm(plan)), { id: plan.id, locks: plan.locks });
    },
    resume: (run, options) => engine.resume(run, options),
    rollBack: (run, options) => engine.rollBack(run, options),
  };
}

function registerSteps(engine: Pick<Engine, 'operation'>, context: StepContext): void {
  for (const type of Object.values(stepTypes)) {
    const [handler, former] = [type.handler(context), formerKindOf(type.kind)];
    engine.operation(type.kind, handler);
    if (former !== undefined) engine.operation(former, handler);
  }
}

function refuseBlocked({ blocked, gaps }: MigrationPlan): void {
  if (!blocked) return;
  const [first, ...others] = gaps.filter(({ severity }) => severity === 'blocking');
  const what = `the plan has ${others.length + 1} blocking gap(s); first: ${first?.what}: ${first?.why}`;
  throw new NatError('failed-precondition', what, {
    remedy: first?.remedy ?? 'decide it in the mapping',
    ...(first && { field: first.where }),
  });
}

function refuseDeletion({ stages }: MigrationPlan): void {
  if (!stages.some(({ steps }) => steps.some(({ kind }) => kind === 'source.delete'))) return;
  throw new NatError(
    'failed-precondition',
    'the plan deletes its source, and no `cutOver` confirms that traffic has moved',
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
