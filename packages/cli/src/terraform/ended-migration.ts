import { NatError } from '@polynat/core';
import type { RunRecord } from '@polynat/engine';
import { migrationOf, readMigrated, readPlan, recordedSteps } from '@polynat/migrate';
import type { EndedMigration } from '@polynat/terraform';

/** The gateways of a migration that has ended. Until then both are there, and either may go. */
export function endedMigration(run: RunRecord): EndedMigration {
  const { id, state, outcome, input } = run;
  const shown = migrationOf(run)?.state ?? state;
  if (outcome?.state !== 'done') {
    throw new NatError('failed-precondition', `run ${id} is ${shown}, and Terraform takes what has ended`, {
      remedy: `finish it first: \`polynat runs show ${id}\` says how; a gateway is exported by its ref`,
    });
  }
  const plan = readPlan(input);
  const source = plan.source.ref;
  if (source === undefined || plan.kind !== 'migrate') {
    const { ref } = readMigrated(outcome.output);
    throw new NatError('failed-precondition', `run ${id} has moved no gateway`, {
      remedy: `export its gateway: \`polynat export ${ref} --format terraform\``,
    });
  }
  return {
    source,
    target: readMigrated(outcome.output).ref,
    sourceDeleted: deletes(run),
  };
}

function deletes(run: RunRecord): boolean {
  const migration = migrationOf(run);
  return migration?.deletesSource ?? recordedSteps(run.input).some(({ kind }) => kind === 'source.delete');
}
