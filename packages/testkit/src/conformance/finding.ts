import type { GatewayFilter } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const findingIsTheSameEverywhere = topic('finding', (test) => {
  test('finds gateways by id, name, pattern, network and state', async (scene) => {
    const { gateway: first } = await scene.gateway({ name: 'shop_one' });
    const { gateway: second } = await scene.gateway({ name: 'shop_two' });
    const [one, two] = [first.ref.id, second.ref.id];
    expect(await idsOf(scene, { ids: [one] })).toEqual([one]);
    expect(await idsOf(scene, { ids: [two, one, absent(one)] })).toEqual([one, two].sort());
    expect(await idsOf(scene, { name: 'shop_one' })).toEqual([one]);
    expect(await idsOf(scene, { name: 'shop_*' })).toEqual([one, two].sort());
    expect(await idsOf(scene, { name: '*_two', state: 'available' })).toEqual([two]);
    expect(await idsOf(scene, { name: 'shop_' })).toEqual([]);
    expect(await idsOf(scene, { network: first.placement.vpc, name: 'shop_t*' })).toEqual([two]);
    expect(await idsOf(scene, { ids: [one, two], state: 'failed' })).toEqual([]);
    expect(await idsOf(scene, { expiresWithin: 0, ids: [one, two] })).toEqual([]);
  });

  test('finds gateways by their tags', (scene) =>
    whereSupported(scene, 'gateways.tags', async () => {
      const { gateway } = await scene.gateway({ tags: { team: 'shop', stage: 'test' } });
      await scene.gateway({ tags: { team: 'search' } });
      expect(await idsOf(scene, { tags: { team: 'shop' } })).toEqual([gateway.ref.id]);
      expect(await idsOf(scene, { tags: { team: 's*', stage: '*' } })).toEqual([gateway.ref.id]);
      expect(await idsOf(scene, { tags: { team: 'nobody' } })).toEqual([]);
    }));

  test('finds none in a network the cloud does not know', async (scene) => {
    await scene.gateway();
    expect(await idsOf(scene, { network: absent(scene.harness.network.vpc) })).toEqual([]);
    expect(await idsOf(scene, { network: 'a-network-of-another-cloud' })).toEqual([]);
    const everywhere = await scene.nat.gateways.list({ network: 'a-network-of-another-cloud' }).settle();
    expect(everywhere).toEqual({ items: [], failures: [] });
  });

  test('answers exactly one gateway, or says that there is none, or names all there are', async (scene) => {
    const { gateway } = await scene.gateway({ name: 'shop_one' });
    const other = await scene.gateway({ name: 'shop_two' });
    const { gateways } = scene.cloud;
    expect((await gateways.find({ name: 'shop_one' })).ref).toEqual(gateway.ref);
    expect((await failureOf(gateways.find({ name: 'nobody' }))).code).toBe('not-found');
    const several = await failureOf(gateways.find({ name: 'shop_*' }));
    expect(several.code).toBe('conflict');
    expect(several.message).toContain(`${gateway.ref}`);
    expect(several.message).toContain(`${other.gateway.ref}`);
  });

  test('reads and finds SNAT rules', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle, ip } = await scene.equipped('snat');
      const first = await handle.snat.add(scene.snatRule(0));
      const second = await handle.snat.add(scene.snatRule(1));
      expect(await handle.snat.get(first.id)).toMatchObject({ id: first.id, source: first.source });
      expect((await handle.snat.find({ source: second.source })).id).toBe(second.id);
      expect((await handle.snat.find({ ids: [first.id], through: ip })).id).toBe(first.id);
      const several = await failureOf(handle.snat.find({}));
      expect(several.code).toBe('conflict');
      for (const { id } of [first, second]) expect(several.message).toContain(id);
      await handle.snat.remove(first.id);
      expect((await failureOf(handle.snat.get(first.id))).code).toBe('not-found');
      expect((await failureOf(handle.snat.find({ ids: [first.id] }))).code).toBe('not-found');
    }));

  test('reads and finds DNAT rules', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const [first, second] = [scene.dnatRule(ip, 0), scene.dnatRule(ip, 1)];
      const rule = await handle.dnat.add(first);
      await handle.dnat.add(second);
      expect(await handle.dnat.get(rule.id)).toMatchObject({ id: rule.id, public: rule.public });
      const found = await handle.dnat.find({
        protocol: 'tcp',
        public: { address: ip, port: 10_001 },
        private: { address: scene.terrain.host(1) },
      });
      expect(found.id).not.toBe(rule.id);
      expect((await failureOf(handle.dnat.find({ public: { address: ip } }))).code).toBe('conflict');
      await handle.dnat.remove(rule.id);
      expect((await failureOf(handle.dnat.get(rule.id))).code).toBe('not-found');
    }));

  test('finds the addresses of an account and of a gateway', async (scene) => {
    const { handle, ip } = await scene.equipped('snat');
    expect((await scene.cloud.addresses.find({ addresses: [ip] })).ip).toBe(ip);
    expect((await handle.addresses.find({ addresses: [ip] })).ip).toBe(ip);
    expect((await failureOf(handle.addresses.find({ addresses: ['203.0.113.250'] }))).code).toBe('not-found');
  });
});

const idsOf = async ({ cloud }: Scene, filter: GatewayFilter): Promise<readonly string[]> =>
  (await cloud.gateways.list(filter).toArray()).map(({ ref }) => ref.id).sort();

/** An id of the same form that nothing has. */
const absent = (id: string): string => id.replace(/[a-z0-9]{1,4}$/, (end) => 'z'.repeat(end.length));
