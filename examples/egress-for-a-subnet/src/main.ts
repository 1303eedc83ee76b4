import { minutes } from '@polynat/core';
import { connect } from '@polynat/example-connect';
import { egressFor } from './egress.ts';

const [alias = '', vpc = '', subnet = '', name = 'egress'] = process.argv.slice(2);
const nat = await connect();
const { gateway, leavesFrom } = await egressFor(
  nat.cloud(alias),
  { name, vpc, subnet },
  { within: minutes(10) },
);
console.log(`${subnet} leaves through ${gateway} from ${leavesFrom.join(', ')}`);
await nat.close();
