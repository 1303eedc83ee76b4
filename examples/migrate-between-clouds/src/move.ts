import { type Clouds, NatError } from '@polynat/core';
import type { Engine, RunHandle } from '@polynat/engine';
import { createMigrations, type MigrationPlan, planMigration, renderPlan } from '@polynat/migrate';

export interface Move {
  readonly from: string;
  /** Alias of the cloud it goes to. */
  readonly to: string;
  /** What a person has decided: network, size, which addresses are bought, which losses are accepted. */
  readonly mapping: unknown;
}

export interface Watching {
  readonly say: (line: string) => void;
  /** Resolves once routes, firewalls and names lead to the new gateway. */
  readonly switchTraffic: (changes: readonly string[]) => Promise<void>;
}

/** Lays out the move, shows it, and carries it out. Run again after a crash, it goes on where it stopped. */
export async function move(nat: Clouds, engine: Engine, wish: Move, watching: Watching): Promise<string> {
  const plan = await planMigration(nat, wish.from, wish);
  watching.say(renderPlan(plan));
  return carryOut(nat, engine, plan, watching);
}

/** The same for a plan that was made, read and agreed on earlier. It may be days old: what has changed since then stops it. */
export async function carryOut(
  nat: Clouds,
  engine: Engine,
  plan: MigrationPlan,
  { say, switchTraffic }: Watching,
): Promise<string> {
  const cutOver = ({ changes }: { readonly changes: readonly string[] }) => switchTraffic(changes);
  const run = await createMigrations({ nat, engine, cutOver }).apply(plan);
  return follow(run, say);
}

async function follow(run: RunHandle, say: (line: string) => void): Promise<string> {
  for await (const event of run.events()) if (event.type === 'done') say(`done ${event.name}`);
  const outcome = await run.wait();
  if (outcome.state === 'done') return (outcome.output as { readonly ref: string }).ref;
  throw new NatError('aborted', `run ${run.id} is ${outcome.state}`, {
    remedy: 'start it again: what was done is not repeated',
  });
}
