import { createEngine, fileStore } from '@polynat/engine';
import { createMigrations, planMigration, renderPlan } from '@polynat/migrate';

const migrations = createMigrations({ nat, engine: createEngine({ store: fileStore('./runs') }) });

const plan = await planMigration(nat, 'legacy:ap-guangzhou/vpc-1/nat-1', {
  to: 'shop',
  mapping: { network: { vpc: 'vpc-2', subnet: 'vsw-2' }, otherAddresses: 'allocate' },
});
console.log(renderPlan(plan));
if (!plan.blocked) {
  const run = await migrations.apply(plan);
  for await (const event of run.events()) console.log(event.type);
  console.log(await migrations.get(run.id)); // awaiting-cut-over, with the pairs to switch
}

export {};
