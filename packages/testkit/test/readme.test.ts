import { type Clouds, createNat } from '@polynat/core';
import { expect, it } from 'vitest';
import { manualClock, memoryDriver } from '../src/index.ts';

/** Stands for the application the README tests. */
async function renewAll(nat: Clouds): Promise<void> {
  for await (const { ref, billing } of nat.gateways.list()) {
    if (billing.mode === 'prepaid') await nat.gateway(ref).renew({ months: 1 });
  }
}

it('renews before the gateway stops, as the README tells', async () => {
  const clock = manualClock({ autoAdvance: true });
  const cloud = memoryDriver({ clock, takes: 30_000 });
  const nat = createNat({ shop: cloud }, { clock });
  const { ref } = await nat.use('shop').gateways.create({
    network: { vpc: 'vpc-main' },
    billing: { mode: 'prepaid', term: { months: 1 } },
  });

  cloud.faults.next({ is: 'lost-reply', on: 'billing.renew' });
  await renewAll(nat);

  expect(cloud.traffic.count('billing.renew')).toBe(2);
  expect(await nat.gateway(ref).billing()).toMatchObject({ expires: '2024-03-01T00:00:00.000Z' });
});
