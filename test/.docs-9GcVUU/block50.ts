import { createNat } from '@polynat/core';
import { createEngine, fileStore } from '@polynat/engine';
import {
  createMigrations,
  exportGateway,
  formatDocument,
  planMigration,
  readMigrated,
  renderPlan,
  verifyGateways,
} from '@polynat/migrate';
import { memoryDriver } from '@polynat/testkit';

// Two clouds in memory; yours come from alibaba(…), baidu(…) and tencentBm(…).
const nat = createNat({ legacy: memoryDriver(), shop: memoryDriver() });
const network = { vpc: 'vpc-main' };
const { ref } = await nat.use('legacy').gateways.create({ name: 'egress', network });
const address = await nat.use('legacy').addresses.allocate({ bandwidthMbps: 20 });
await nat.gateway(ref).addresses.attach(address.ip);
await nat.gateway(ref).snat.add({ source: { cidr: '10.0.0.0/24' } });

// What it does, as a document to keep in git.
console.log(formatDocument(await exportGateway(nat, ref)));

// A plan is data. It changes nothing, and names what cannot be carried over.
const plan = await planMigration(nat, ref, {
  to: 'shop',
  mapping: { network, addresses: { [address.ip]: 'allocate' } },
});
console.log(renderPlan(plan));

// A run survives the death of the process: apply the same plan again, and it goes on.
const migrations = createMigrations({ nat, engine: createEngine({ store: fileStore('./runs') }) });
const run = await migrations.apply(plan);
for await (const event of run.events()) if (event.type === 'done') console.log('done', event.name);

// Now it waits, for as long as you need and without a process: you switch, and say so.
console.log('switch routes, firewalls and DNS:', (await migrations.get(run.id))?.pairs);
await (await migrations.cutOver(run.id, { by: 'you' })).wait();

// Until here `migrations.rollBack` undoes everything.
const outcome = await (await migrations.finalize(run.id, { by: 'you' })).wait();
if (outcome.state !== 'done') throw new Error(`the run is ${outcome.state}`);

// Do the rules of the new gateway have the same effect?
const { ref: target, addresses } = readMigrated(outcome.output);
console.log(await verifyGateways(nat, ref, target, { addresses })); // []
await nat.close();

export {};
