import { type Clock, check, NatError, seconds } from '@polynat/core';
import {
  type Engine,
  json,
  type OperationContext,
  type OperationHandler,
  type Procedure,
  type RunOutcome,
} from '@polynat/engine';
import type { MigrationPlan, Migrations } from '@polynat/migrate';
import * as z from 'zod';
import { resultOf } from '../fleet-results.ts';
import { followRun, notEnded } from '../follow-run.ts';
import { readMovesInput, subjectOf } from './input.ts';

export interface Moving {
  readonly engine: Pick<Engine, 'get' | 'stop'>;
  readonly migrations: Pick<Migrations, 'apply' | 'enqueue' | 'resume' | 'get'>;
  readonly clock: Clock;
  readonly share: boolean;
}

const moveSchema = z.object({ plan: z.string() });

/** How long a migration is left to the workers before the process of the job works on it. */
const patience = seconds(10);

/** A migration that fails is recorded and does not stop the others. */
export const moveAll: Procedure = async (run, input) => {
  const { plans, ...limits } = readMovesInput(input);
  const operations = plans.map(({ id }) => ({ name: id, kind: 'fleet.move', args: { plan: id } }));
  const outcomes = await run.allSettled(operations, limits);
  return Object.fromEntries(
    plans.map((plan, index) => [subjectOf(plan), resultOf(plan.id, outcomes[index])] as const),
  );
};

/** Brings one migration to cut-over, or to its end where there is none. Its run is its own: repeating this attaches to it. */
export const moving = ({ engine, migrations, clock, share }: Moving): OperationHandler => ({
  async run(args, context) {
    const { plan: id } = check(moveSchema, args, 'arguments of the step');
    await begin(id, await planIn(context, engine), { engine, migrations, share });
    const take = () => migrations.resume(id);
    const following = { engine, clock, take, signal: context.signal, ...(share && { patience }) };
    const outcome = await followRun(id, following);
    if (outcome.state !== 'waiting' && outcome.state !== 'done') throw notEnded(id, outcome);
    return json(await reached(id, outcome, migrations));
  },
});

/** Only what exists can be followed. */
async function begin(
  id: string,
  plans: readonly MigrationPlan[],
  { engine, migrations, share }: Pick<Moving, 'engine' | 'migrations' | 'share'>,
): Promise<void> {
  if (await engine.get(id)) return;
  const plan = plans.find((one) => one.id === id);
  if (!plan) throw new NatError('internal', `the job has no plan ${id}`);
  await (share ? migrations.enqueue(plan) : migrations.apply(plan));
}

async function planIn(
  { run }: OperationContext,
  engine: Moving['engine'],
): Promise<readonly MigrationPlan[]> {
  const record = await engine.get(run);
  return record ? readMovesInput(record.input).plans : [];
}

async function reached(id: string, { state }: RunOutcome, migrations: Moving['migrations']) {
  const migration = await migrations.get(id);
  const { target } = migration ?? {};
  return { run: id, state: migration?.state ?? state, ...(target !== undefined && { target }) };
}
