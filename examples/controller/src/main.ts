import { connect } from '@polynat/example-connect';
import { reconcile } from './reconcile.ts';

const [alias = 'alibaba', owner = 'demo'] = process.argv.slice(2);
const nat = await connect();
const cloud = nat.cloud(alias);
const [network] = await cloud.networks.list().take(1);
const [subnet] = network ? await cloud.networks.subnets(network.id).take(1) : [];
if (!network || !subnet) throw new Error(`${alias} has no network with a subnet`);
const { ref, state } = await reconcile(cloud, {
  owner,
  spec: { name: `egress-${owner}`, network: { vpc: network.id, subnet: subnet.id } },
});
console.log(`${ref}`, state);
await nat.close();
