import { type Clouds, NatError } from '@polynat/core';
import type { Engine, RunHandle } from '@polynat/engine';
import { createMigrations, type MigrationPlan } from '@polynat/migrate';

export interface Watching {
  readonly say: (line: string) => void;
  /** Resolves once routes, firewalls and names lead to the new gateway. */
  readonly switchTraffic: (changes: readonly string[]) => Promise<void>;
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
  const cutOver = ({ changes }: { readonly changes: readonly string[] }) => switchTraffic(changes);
  const run = await createMigrations({ nat, engine, cutOver }).apply(plan);
  return follow(run, say);
}

async function follow(run: RunHandle, say: (line: string) => void): Promise<Moved> {
  for await (const event of run.events()) if (event.type === 'done') say(`done ${event.name}`);
  const outcome = await run.wait();
  if (outcome.state === 'done') return outcome.output as unknown as Moved;
  throw new NatError('aborted', `run ${run.id} is ${outcome.state}`, {
    remedy: 'start the same plan again: what was done is not repeated',
  });
}
