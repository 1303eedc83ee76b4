import { createEngine, fileStore } from '@polynat/engine';
import { createFleetRuns, expiringWithin, inventory } from '@polynat/fleet';

const { gateways, failures } = await inventory(nat);
for (const { cloud, error } of failures) console.error(`${cloud}: ${error.message}`);

const soon = expiringWithin(gateways, 30 * 86_400_000, Date.now());
const runs = createFleetRuns({ clouds: nat, engine: createEngine({ store: fileStore('./runs') }) });
await (await runs.renew(soon, { months: 1 }, { id: 'renewals-2026-11' })).wait();

export {};
