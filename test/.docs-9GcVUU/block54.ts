import { createNat } from '@polynat/core';
import { manualClock, memoryDriver } from '@polynat/testkit';
import { expect, it } from 'vitest';

it('renews before the gateway stops', async () => {
  const clock = manualClock({ autoAdvance: true });
  const cloud = memoryDriver({ clock, takes: 30_000 }); // every change takes half a minute, and no real time
  const nat = createNat({ shop: cloud }, { clock });
  const { ref } = await nat.use('shop').gateways.create({
    network: { vpc: 'vpc-main' },
    billing: { mode: 'prepaid', term: { months: 1 } },
  });

  cloud.faults.next({ is: 'lost-reply', on: 'billing.renew' }); // the cloud renews, its answer never arrives
  await renewAll(nat); // what you want to test

  expect(cloud.traffic.count('billing.renew')).toBe(2); // asked twice under one token …
  expect(await nat.gateway(ref).billing()).toMatchObject({ expires: '2024-03-01T00:00:00.000Z' }); // … renewed once
});

export {};
