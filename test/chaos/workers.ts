import { playShift } from '../workers/shift.ts';

/**
 * Three workers on PostgreSQL and 72 runs of twenty steps on 24 gateways, every fourth of which is refused at its end and undone. Every few
 * seconds a worker is killed or frozen until it has lost its runs; in the middle the database crashes and comes back. Compares what the cloud
 * saw with what the journals say. The exit code is 1 if a promise broke.
 */
const verdict = await playShift({
  ...{ runs: 72, gateways: 24, rules: 20, workers: 3, latency: 25 },
  ...{ pauseBetweenStrikes: 5_000, freezeFor: 9_000, restart: true },
});
console.table(verdict.numbers);
for (const contradiction of verdict.contradictions) console.error(contradiction);
process.exitCode = verdict.contradictions.length === 0 ? 0 : 1;
