import { connect } from '@polynat/example-connect';
import { listEverywhere } from './list-everywhere.ts';

const nat = await connect();
const { lines, silent } = await listEverywhere(nat);
for (const line of lines) console.log(line);
for (const line of silent) console.error(line);
await nat.close();
process.exitCode = silent.length === 0 ? 0 : 1;
