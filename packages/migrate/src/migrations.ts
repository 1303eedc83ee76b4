import { type CallOptions, type Clock, type Clouds, GatewayRef, NatError, systemClock } from '@polynat/core';
import {
  type Engine,
  json,
  type RollBackOptions,
  type RunHandle,
  type RunRecord,
  type RunState,
  type StateOptions,
} from '@polynat/engine';
import { accountsOf } from './accounts.ts';
import { switchStep } from './cut-over/answers.ts';
import {
  type CutOverOptions,
  mayRollBack,
  type RollBackQuestion,
  requireUnchanged,
  tellFinalize,
  tellSwitched,
} from './cut-over/cut-over.ts';
import { formerKindOf } from './former-names.ts';
import { type Migration, migrationOf } from './migration.ts';
import { type MigrationPlan, storedForm } from './plan.ts';
import { procedureName, procedureVersions, runPlan } from './procedure.ts';
import { readPlan } from './read-plan.ts';
import type { Hooks, StepContext } from './steps/context.ts';
import { stepTypes } from './steps/index.ts';
import { readRunSoFar } from './steps/run-so-far.ts';

/** The hooks serve plans up to version 2; without `cutOver`, those that delete their source are refused. */
export interface MigrationsOptions extends Partial<Hooks> {
  readonly nat: Clouds;
  readonly engine: Pick<
    Engine,
    'operation' | 'procedure' | 'start' | 'enqueue' | 'resume' | 'rollBack' | 'get' | 'signal'
  >;
  readonly clock?: Clock;
  /**
   * Neither note nor check which accounts a run acts for. Needed to go on with another key of the same account where only the key tells
   * the account.
   */
  readonly anyAccount?: boolean;
}

/** Applies plans as durable runs: they survive the death of the process and are taken up where they stopped. */
export interface Migrations {
  /** Starts a plan, attaches to it when it runs already, or resumes it: the plan is the identity of its run. */
  apply(plan: MigrationPlan | unknown): Promise<RunHandle>;
  /** Leaves the plan to the workers. Resolves to the id of its run once that is durable. */
  enqueue(plan: MigrationPlan | unknown): Promise<string>;
  /** `left` tells what steps left whose outcome the run cannot find out, and `by` who says so. */
  resume(run: string, options?: StateOptions): Promise<RunHandle>;
  /** The state of a migration and what its owner has to switch; `undefined` for runs that move no gateway. */
  get(run: string): Promise<Migration | undefined>;
  /** Compares both gateways of a migration with what was planned and verified, and rejects when one differs. Changes nothing. */
  check(run: string, options?: CallOptions): Promise<void>;
  /**
   * For a run that is `awaiting-cut-over`: states that traffic uses the new gateway, after both gateways were compared once more with what
   * was planned. Only the caller can know it.
   */
  cutOver(run: string, options: CutOverOptions): Promise<RunHandle>;
  /** Ends a run that has been cut over: deletes the source when the plan says so. There is no rollback afterwards. */
  finalize(run: string, options: CutOverOptions): Promise<RunHandle>;
  /**
   * Undoes everything, newest first, until `finalize`. Once the new gateway is verified it may carry traffic: then it is deleted only with
   * `switchedBack`, and after cut-over only while the source does what it did.
   */
  rollBack(run: string, options?: MigrationRollBackOptions): Promise<RunHandle>;
}

export interface MigrationRollBackOptions
  extends RollBackOptions,
    Pick<RollBackQuestion, 'switchedBack' | 'acceptDrift'> {}

const nothing = () => Promise.resolve();

export function createMigrations(given: MigrationsOptions): Migrations {
  const { nat, engine, clock = systemClock, cutOver, revertCutOver, anyAccount = false } = given;
  const accounts = (aliases: readonly string[]) => accountsOf(nat, anyAccount ? [] : aliases);
  /** Those that the run noted when it was started. */
  const accountsNow = async (run: string, ended: readonly RunState[]) => {
    const { accounts: noted = {}, state } = (await engine.get(run)) ?? {};
    return accounts(state !== undefined && ended.includes(state) ? [] : Object.keys(noted));
  };
  const context: StepContext = {
    nat,
    clock,
    runSoFar: (run) => readRunSoFar(engine, run),
    cutOver: cutOver ?? nothing,
    revertCutOver: revertCutOver ?? nothing,
  };
  const resume = async (run: string, said?: StateOptions) =>
    engine.resume(run, { accounts: await accountsNow(run, ['done', 'rolled-back']), ...said });
  /** A process may have died between the answer that it was given and the line that takes it: whether it did, only resuming tells. */
  const passWait = async (run: string) => {
    const record = await engine.get(run);
    if (record?.state !== 'suspended' || !migrationOf(record)?.isBuilt) return;
    await (await resume(run)).wait();
  };
  registerSteps(engine, context);
  for (const version of procedureVersions) engine.procedure(procedureName, version, runPlan);
  const beginning = async (ofPlan: MigrationPlan | unknown) => {
    const plan = readPlan(ofPlan);
    refuseBlocked(plan);
    if (!cutOver) refuseDeletion(plan);
    const known = await engine.get(plan.id);
    refuseRolledBack(known);
    const acting = await accounts(known?.state === 'done' ? [] : cloudsOf(plan));
    return { input: json(storedForm(plan)), options: { id: plan.id, locks: plan.locks, accounts: acting } };
  };
  return {
    async apply(given) {
      const { input, options } = await beginning(given);
      return engine.start(procedureName, input, options);
    },
    async enqueue(given) {
      const { input, options } = await beginning(given);
      await engine.enqueue(procedureName, input, options);
      return options.id;
    },
    resume,
    async get(run) {
      const record = await engine.get(run);
      return record && migrationOf(record);
    },
    check: (run, call) => requireUnchanged({ nat, engine }, run, call),
    async cutOver(run, told) {
      await passWait(run);
      await tellSwitched({ nat, engine, clock }, run, told);
      return resume(run);
    },
    async finalize(run, told) {
      await passWait(run);
      await tellFinalize({ nat, engine, clock }, run, told);
      return resume(run);
    },
    async rollBack(run, { switchedBack = false, acceptDrift = false, handled = [], ...said } = {}) {
      const { isCutOver } = await mayRollBack({ nat, engine }, run, { switchedBack, acceptDrift });
      const accepted = isCutOver && acceptDrift ? [...handled, switchStep] : handled;
      return engine.rollBack(run, {
        accounts: await accountsNow(run, ['rolled-back']),
        handled: accepted,
        ...said,
      });
    },
  };
}

function registerSteps(engine: Pick<Engine, 'operation'>, context: StepContext): void {
  for (const type of Object.values(stepTypes)) {
    const [handler, former] = [type.handler(context), formerKindOf(type.kind)];
    engine.operation(type.kind, handler);
    if (former !== undefined) engine.operation(former, handler);
  }
}

/** The aliases that a plan acts on. */
function cloudsOf({ source, target }: MigrationPlan): readonly string[] {
  const refs = [source.ref, target.ref].filter((ref) => ref !== undefined);
  return [target.cloud, ...refs.map((ref) => GatewayRef.from(ref).cloud)];
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
function refuseRolledBack(known: RunRecord | undefined): void {
  if (known?.state !== 'rolled-back') return;
  throw new NatError('failed-precondition', 'this plan has been rolled back', { remedy: 'make a new plan' });
}
