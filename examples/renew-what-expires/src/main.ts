import { createEngine, fileStore } from '@polynat/engine';
import { connect } from '@polynat/example-connect';
import { createFleetRuns, renewByPolicy } from '@polynat/fleet';
import { policy } from './policy.ts';

const nat = await connect();
const engine = createEngine({ store: fileStore(process.env.POLYNAT_STATE ?? '.polynat/runs') });
const runs = createFleetRuns({ clouds: nat, engine });
const { renewed, skipped, failed } = await renewByPolicy(runs, policy);

for (const { ref } of renewed) console.log(ref, 'renewed');
for (const { ref, why } of skipped) console.log(ref, `skipped: ${why}`);
for (const { ref, cloud, message, remedy = '' } of failed)
  console.error(ref ?? cloud, `NOT RENEWED: ${message}; ${remedy}`);
await engine.close();
await nat.close();
process.exitCode = failed.length > 0 ? 1 : 0;
