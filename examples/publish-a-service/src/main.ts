import { GatewayRef } from '@polynat/core';
import { connect } from '@polynat/example-connect';
import { publish } from './publish.ts';

const [where = '', port = '443', host = '', hostPort = port] = process.argv.slice(2);
const ref = GatewayRef.parse(where);
const nat = await connect();
const service = {
  name: 'web',
  protocol: 'tcp',
  port: Number(port),
  host,
  hostPort: Number(hostPort),
} as const;
console.log(await publish(nat.cloud(ref.cloud), ref, service));
await nat.close();
