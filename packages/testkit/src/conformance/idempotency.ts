import { monthsOf } from '@polynat/core';
import { expect } from 'vitest';
import { specOf } from './addresses.ts';
import { withPackage } from './bandwidth.ts';
import { expiryOf, monthsBetween, prepaidGateway } from './billing.ts';
import { failureOf, shortest, whereSupported } from './refusals.ts';
import { topic } from './scene.ts';
import { stepsOf } from './sizes.ts';

/** The cloud acts and its answer is lost: what was asked for must exist, once. */
export const writesHappenOnce = topic('a write whose answer is lost', (test) => {
  test('creates one gateway', async (scene) => {
    const spec = scene.spec();
    await scene.harness.loseNextReply('gateways.create');
    const created = await scene.cloud.gateways.create(spec);
    const named = await scene.cloud.gateways.list({ network: spec.network.vpc }).toArray();
    expect(named.map(({ ref }) => ref.id)).toEqual([created.ref.id]);
  });

  test('buys one gateway ahead', (scene) =>
    whereSupported(scene, 'billing.prepaid', async () => {
      await scene.harness.loseNextReply('gateways.create');
      const { gateway } = await prepaidGateway(scene);
      const there = await scene.cloud.gateways.list({ network: gateway.placement.vpc }).toArray();
      expect(there.map(({ ref }) => ref.id)).toEqual([gateway.ref.id]);
    }));

  test('resizes', (scene) =>
    whereSupported(scene, 'gateways.resize', async () => {
      const [small, large] = stepsOf(scene.capabilities.sizes);
      const { handle } = await scene.gateway({ size: small });
      await scene.harness.loseNextReply('gateways.resize');
      expect((await handle.resize(large)).size).toEqual(large);
      expect((await handle.get()).size).toEqual(large);
    }));

  test('adds one SNAT rule', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      await scene.harness.loseNextReply('snat.add');
      const rule = await handle.snat.add(scene.snatRule(1));
      expect((await handle.snat.list().toArray()).map(({ id }) => id)).toEqual([rule.id]);
    }));

  test('adds one DNAT rule', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      await scene.harness.loseNextReply('dnat.add');
      const rule = await handle.dnat.add(scene.dnatRule(ip, 1));
      expect((await handle.dnat.list().toArray()).map(({ id }) => id)).toEqual([rule.id]);
    }));

  test('removes a rule', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const rule = await handle.snat.add(scene.snatRule(1));
      await scene.harness.loseNextReply('snat.remove');
      await handle.snat.remove(rule.id);
      expect(await handle.snat.list().toArray()).toEqual([]);
    }));

  test('attaches an address', async (scene) => {
    const { handle } = await scene.equipped('snat');
    await scene.harness.loseNextReply('addresses.attach');
    const ip = await scene.attach(handle, 'snat');
    const held = await handle.addresses.list().toArray();
    expect(held.filter((address) => address.ip === ip)).toHaveLength(1);
  });

  test('allocates one address', (scene) =>
    whereSupported(scene, 'addresses.allocate', async ({ meteredBy }) => {
      const known = await scene.cloud.addresses.list().toArray();
      await scene.harness.loseNextReply('addresses.allocate');
      const { ip } = await scene.cloud.addresses.allocate(specOf(meteredBy));
      const now = await scene.cloud.addresses.list().toArray();
      expect(now.map((address) => address.ip).toSorted()).toEqual(
        [...known.map((address) => address.ip), ip].toSorted(),
      );
    }));

  test('renews once', (scene) =>
    whereSupported(scene, 'billing.renew', async () => {
      const { handle } = await prepaidGateway(scene);
      const before = await expiryOf(handle);
      const term = shortest(scene, 'billing.renew');
      await scene.harness.loseNextReply('billing.renew');
      await handle.renew(term);
      expect(monthsBetween(before, await expiryOf(handle))).toBe(monthsOf(term));
    }));

  test('buys one bandwidth package', (scene) =>
    whereSupported(scene, 'bandwidth.packages', async () => {
      await scene.harness.loseNextReply('bandwidth.create');
      const { handle, bought } = await withPackage(scene);
      expect((await handle.bandwidth.list().toArray()).map(({ id }) => id)).toEqual([bought.id]);
    }));

  test('deletes a gateway', (scene) =>
    whereSupported(scene, 'gateways.delete', async () => {
      const { handle } = await scene.gateway();
      await scene.harness.loseNextReply('gateways.delete');
      await handle.delete();
      expect((await failureOf(handle.get())).code).toBe('not-found');
    }));
});
