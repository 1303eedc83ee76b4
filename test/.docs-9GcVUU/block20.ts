import { createNat } from '@polynat/core';
import { manualClock, memoryDriver } from '@polynat/testkit';

const clock = manualClock({ autoAdvance: true });
const inMemory = createNat({ shop: memoryDriver({ clock, takes: 30_000 }) }, { clock });
await inMemory.use('shop').gateways.create({ name: 'egress', network: { vpc: 'vpc-main' } });

export {};
