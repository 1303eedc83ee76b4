import { type Clouds, NatError } from '@polynat/core';
import type { Engine, RunHandle, RunOutcome } from '@polynat/engine';
import {
  type AddressPair,
  createMigrations,
  type MigrationPlan,
  type Migrations,
  readMigrated,
} from '@polynat/migrate';

export interface Watching {
  readonly say: (line: string) => void;
  /** Resolves once routes, firewalls and names lead to the new gateway, with the name of who says so. */
  readonly switchTraffic: (pairs: readonly AddressPair[]) => Promise<string>;
}

export interface Moved {
  /** The new gateway. */
  readonly ref: string;
  /** Which new public IP replaces which old one. */
  readonly addresses: Readonly<Record<string, string>>;
}

/**
 * Carries out a plan that was made, read and agreed on earlier. The plan is the identity of its run: started again after a crash, the
 * same plan goes on where it stopped. Whatever has changed since it was made stops it before anything is bought.
 */
export async function move(
  nat: Clouds,
  engine: Engine,
  plan: MigrationPlan,
  { say, switchTraffic }: Watching,
): Promise<Moved> {
  const migrations = createMigrations({ nat, engine });
  await follow(await migrations.apply(plan), say);
  const by = await switched(migrations, plan.id, switchTraffic);
  await follow(await migrations.cutOver(plan.id, { by }), say);
  const outcome = await follow(await migrations.finalize(plan.id, { by }), say);
  return readMigrated(outcome.state === 'done' ? outcome.output : undefined);
}

/** Built and verified, the new gateway waits, for days if need be: no process has to stay. */
async function switched(
  migrations: Migrations,
  run: string,
  switchTraffic: Watching['switchTraffic'],
): Promise<string> {
  const { cutOver, pairs = [] } = (await migrations.get(run)) ?? {};
  return cutOver ? cutOver.by : switchTraffic(pairs);
}

async function follow(run: RunHandle, say: (line: string) => void): Promise<RunOutcome> {
  for await (const event of run.events()) if (event.type === 'done') say(`done ${event.name}`);
  const outcome = await run.wait();
  if (outcome.state === 'done' || outcome.state === 'waiting') return outcome;
  throw new NatError('aborted', `run ${run.id} is ${outcome.state}`, {
    remedy: 'start the same plan again: what was done is not repeated',
  });
}
