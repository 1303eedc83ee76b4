import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { createEngine, fileStore } from '@polynat/engine';
import { connect } from '@polynat/example-connect';
import { verifyGateways } from '@polynat/migrate';
import { parse } from 'yaml';
import { move } from './move.ts';

const [from = '', to = '', mappingFile = 'mapping.yaml'] = process.argv.slice(2);
const nat = await connect();
const engine = createEngine({ store: fileStore(process.env.POLYNAT_STATE ?? '.polynat/runs') });
const terminal = createInterface({ input: process.stdin, output: process.stderr });

const mapping: unknown = parse(readFileSync(mappingFile, 'utf8'));
const target = await move(
  nat,
  engine,
  { from, to, mapping },
  {
    say: (line) => console.log(line),
    switchTraffic: async (changes) => {
      for (const change of changes) console.log(change);
      await terminal.question('Press Enter when traffic uses the new gateway. ');
    },
  },
);
const differences = await verifyGateways(nat, from, target);
console.log(`${from} is now ${target}; ${differences.length} kinds of packets are treated differently`);
terminal.close();
await engine.close();
await nat.close();
