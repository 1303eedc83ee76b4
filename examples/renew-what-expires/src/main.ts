import { hours } from '@polynat/core';
import { createEngine, fileStore } from '@polynat/engine';
import { connect } from '@polynat/example-connect';
import { createFleetRuns } from '@polynat/fleet';
import { renewWhatExpires } from './renew.ts';

const nat = await connect();
const engine = createEngine({ store: fileStore(process.env.POLYNAT_STATE ?? '.polynat/runs') });
const order = { term: { months: 1 }, within: hours(30 * 24), now: Date.now() };
const runs = createFleetRuns({ clouds: nat, engine });
const { due, result, silent } = await renewWhatExpires(nat, runs, order);

console.log(`${due.length} gateways end within 30 days`);
for (const [ref, end] of Object.entries(result))
  console.log(ref, 'failed' in end ? `NOT RENEWED: ${end.failed}` : 'renewed');
for (const cloud of silent) console.error(`${cloud} did not answer`);
await engine.close();
await nat.close();
process.exitCode = silent.length > 0 || Object.values(result).some((end) => 'failed' in end) ? 1 : 0;
