import { readFileSync } from 'node:fs';
import { describeSize, NatError } from '@polynat/core';
import { connect } from '@polynat/example-connect';
import { resizeOnPressure } from './resize.ts';

/** Lines of a reference and a number of connections, as a monitoring system prints them. */
const load = readFileSync(0, 'utf8')
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
  .filter(([ref, connections]) => ref && connections);

const nat = await connect();
const grown = await resizeOnPressure(nat, new Map(load.map(([ref = '', count]) => [ref, Number(count)])));
for (const { ref, connections, outcome } of grown)
  console.log(ref, connections, NatError.is(outcome) ? outcome.message : describeSize(outcome));
await nat.close();
process.exitCode = grown.some(({ outcome }) => NatError.is(outcome)) ? 1 : 0;
