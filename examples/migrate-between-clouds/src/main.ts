import { createInterface } from 'node:readline/promises';
import { createEngine, fileStore } from '@polynat/engine';
import { connect } from '@polynat/example-connect';
import { renderPlan, verifyGateways } from '@polynat/migrate';
import { move } from './move.ts';
import { planKeptIn } from './plan-file.ts';

const [from = '', to = '', mappingFile = 'mapping.yaml', planFile = 'plan.json'] = process.argv.slice(2);
const nat = await connect();
const engine = createEngine({ store: fileStore(process.env.POLYNAT_STATE ?? '.polynat/runs') });
const terminal = createInterface({ input: process.stdin, output: process.stderr });

const plan = await planKeptIn(planFile, nat, { from, to, mappingFile });
console.log(renderPlan(plan));
const { ref, addresses } = await move(nat, engine, plan, {
  say: (line) => console.log(line),
  switchTraffic: async (pairs) => {
    for (const { from: before, to: after } of pairs) console.log(`${before} → ${after}`);
    return terminal.question('Type your name when traffic uses the new gateway: ');
  },
});
const differences = await verifyGateways(nat, from, ref, { addresses });
console.log(`${from} is now ${ref}; ${differences.length} kinds of packets are treated differently`);
terminal.close();
await engine.close();
await nat.close();
