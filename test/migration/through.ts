import type { RunHandle, RunOutcome } from '@polynat/engine';
import type { MigrationPlan, Migrations } from '@polynat/migrate';

/** Who answers in tests. */
export const by = 'ops@example.com';

/** Applies a plan to its very end: traffic is switched, and the migration finalized, as soon as the run waits for it. */
export async function applyThrough(migrations: Migrations, plan: MigrationPlan): Promise<RunOutcome> {
  return through(migrations, await migrations.apply(plan));
}

/** Takes a run to its very end. */
export async function through(migrations: Migrations, run: RunHandle): Promise<RunOutcome> {
  const outcome = await run.wait();
  if (outcome.state !== 'waiting') return outcome;
  const goOn = outcome.name === 'cut-over' ? migrations.cutOver : migrations.finalize;
  return through(migrations, await goOn(run.id, { by }));
}
