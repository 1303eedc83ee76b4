import { hours } from '@polynat/core';
import { connect } from '@polynat/example-connect';
import { sweep } from './sweep.ts';

const [name = 'ci-*', age = '24'] = process.argv.slice(2);
const nat = await connect();
const { deleted, kept, failures } = await sweep(nat, {
  name,
  olderThan: hours(Number(age)),
  now: Date.now(),
});
for (const ref of deleted) console.log(`deleted ${ref}`);
for (const { ref, error } of kept) console.error(`kept ${ref}: ${error.message}`);
for (const { cloud, error } of failures) console.error(`${cloud}: ${error.message}`);
await nat.close();
process.exitCode = kept.length + failures.length > 0 ? 1 : 0;
