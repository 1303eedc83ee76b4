import { type Clouds, createNat, type Guards, hours } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const guardsHold = topic('guards', (test) => {
  test('a read-only cloud refuses every write before it is sent, native ones too', async (scene) => {
    const { gateway } = await scene.gateway();
    const cloud = guarded(scene, { readOnly: true }).cloud('cloud');
    const handle = cloud.gateway(gateway.ref);
    const before = scene.harness.requests();
    const native = Object.values(scene.driver.native?.operations ?? {}).filter(({ writes }) => writes);
    const writes = [
      () => cloud.gateways.create(scene.spec({ addresses: [] })),
      () => cloud.addresses.allocate(),
      () => handle.delete({ cascade: true }),
      () => handle.update({ name: 'egress_renamed' }),
      () => handle.snat.add(scene.snatRule(0)),
      ...native.map(
        ({ name }) =>
          async () =>
            cloud.native?.call(name, {}),
      ),
    ];
    for (const write of writes) {
      expect(await failureOf(write())).toMatchObject({ code: 'forbidden', outcome: 'none' });
    }
    expect(scene.harness.requests()).toBe(before);
    expect((await handle.get()).ref).toEqual(gateway.ref);
  });

  test('a ceiling of purchases holds until the next day, and one write counts once', async (scene) => {
    const { gateways } = guarded(scene, { ceilings: { purchasesPerDay: 1 } }).cloud('cloud');
    const [spec, other] = [scene.spec(), scene.spec()];
    const { ref } = await gateways.create(spec, { token: 'bought-once' });
    expect((await gateways.create(spec, { token: 'bought-once' })).ref).toEqual(ref);
    expect(await failureOf(gateways.create(other))).toMatchObject({
      ...{ code: 'quota-exceeded', outcome: 'none' },
      field: 'ceilings.purchasesPerDay',
    });
    expect(await scene.cloud.gateways.list({ name: other.name ?? '' }).toArray()).toEqual([]);
    await scene.harness.clock.sleep(hours(24));
    await gateways.create(other);
  });
});

const guarded = ({ driver, harness: { clock } }: Scene, guards: Guards): Clouds =>
  createNat({ cloud: driver }, { clock, guards: { cloud: guards } });
