import { expect } from 'vitest';
import { whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

const many = 20;

export const concurrencyIsSafe = topic('concurrency', (test) => {
  test(`adds ${many} SNAT rules asked for at once`, (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle, ip } = await scene.equipped('snat');
      const count = severalSources(scene) ? many : 1;
      const through = scene.limits('snat.through') ? { through: [ip] } : {};
      const rules = await Promise.all(
        upTo(count).map((index) => handle.snat.add(scene.snatRule(index, through))),
      );
      const listed = await handle.snat.list().toArray();
      expect(listed.map(({ id }) => id).toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
      expect(new Set(listed.map(({ id }) => id)).size).toBe(count);
    }));

  test(`adds ${many} DNAT rules asked for at once`, (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      await Promise.all(upTo(many).map((index) => handle.dnat.add(scene.dnatRule(ip, index))));
      expect(await handle.dnat.list().toArray()).toHaveLength(many);
    }));

  test('changes gateways side by side', async (scene) => {
    const made = await Promise.all([scene.gateway(), scene.gateway()]);
    await Promise.all(made.map(({ handle }) => handle.delete()));
    const left = await scene.cloud.gateways.list({ network: scene.harness.network.vpc }).toArray();
    expect(left.map(({ ref }) => ref.id)).not.toEqual(
      expect.arrayContaining(made.map(({ gateway }) => gateway.ref.id)),
    );
  });

  test('answers reads while a change is under way', async (scene) => {
    const { gateway, handle } = await scene.gateway();
    const purpose = scene.limits('addresses.pools') ? 'snat' : 'any';
    const change = handle.addresses.attach(scene.address(), { purpose });
    await change.accepted;
    expect((await handle.get()).ref).toEqual(gateway.ref);
    expect(await change).toMatchObject({ state: 'available' });
  });
});

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** A cloud that leads only whole subnets or networks outside has one source here. */
const severalSources = (scene: Scene): boolean =>
  scene.limits('snat.source.cidr') !== undefined || scene.limits('snat.source.hosts') !== undefined;
