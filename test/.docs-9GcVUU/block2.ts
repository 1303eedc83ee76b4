import { hours } from '@polynat/core';
import { expiringWithin, inventory } from '@polynat/fleet';

const { gateways, failures } = await inventory(nat);
for (const { ref, name } of expiringWithin(gateways, hours(45 * 24), Date.now())) console.log(`${ref}`, name);
for (const { cloud } of failures) console.error(`${cloud} did not respond: expiries there are unknown`);

export {};
