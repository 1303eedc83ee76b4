import { GatewayRef } from '@polynat/core';
import { expect } from 'vitest';
import { removesOnce, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const bandwidthBehaves = topic('bandwidth packages', (test) => {
  test('buys bandwidth with addresses, and lists both', (scene) =>
    whereSupported(scene, 'bandwidth.packages', async () => {
      const { handle, bought } = await withPackage(scene);
      expect(bought).toMatchObject({ gateway: handle.ref.id, bandwidthMbps: 10, state: 'available' });
      expect(bought.addresses).toHaveLength(2);
      expect((await handle.bandwidth.list().toArray()).map(({ id }) => id)).toEqual([bought.id]);
    }));

  test('renames and describes a package', (scene) =>
    whereSupported(scene, 'bandwidth.packages', async () => {
      const { handle, bought } = await withPackage(scene);
      const changed = await handle.bandwidth.change(bought.id, {
        name: 'shop-line',
        description: 'for the shop',
      });
      expect(changed).toMatchObject({ name: 'shop-line', description: 'for the shop' });
    }));

  test('resizes a package', (scene) =>
    whereSupported(scene, 'bandwidth.packages', async () => {
      const { handle, bought } = await withPackage(scene);
      expect((await handle.bandwidth.resize(bought.id, 20)).bandwidthMbps).toBe(20);
    }));

  test('adds addresses to a package and takes them away', (scene) =>
    whereSupported(scene, 'bandwidth.packages', async () => {
      const { handle, bought } = await withPackage(scene);
      const larger = await handle.bandwidth.addAddresses(bought.id, 1);
      expect(larger.addresses).toHaveLength(3);
      const newcomers = larger.addresses.filter(
        ({ ip }) => !bought.addresses.some((known) => known.ip === ip),
      );
      const smaller = await handle.bandwidth.removeAddresses(
        bought.id,
        newcomers.map(({ ip }) => ip),
      );
      expect(smaller.addresses.map(({ ip }) => ip)).toEqual(bought.addresses.map(({ ip }) => ip));
    }));

  test('turns the addresses of a package into ordinary ones', (scene) =>
    whereSupported(scene, 'bandwidth.convert', async () => {
      const { handle, bought } = await withPackage(scene);
      await handle.bandwidth.convert(bought.id);
      expect(await handle.bandwidth.list().toArray()).toEqual([]);
      const ips = (await handle.addresses.list().toArray()).map(({ ip }) => ip);
      expect(ips).toEqual(expect.arrayContaining(bought.addresses.map(({ ip }) => ip)));
    }));

  test('deletes a package until it is gone, again only under the same token', (scene) =>
    whereSupported(scene, 'bandwidth.packages', async () => {
      const { handle, bought } = await withPackage(scene);
      await removesOnce((options) => handle.bandwidth.delete(bought.id, options));
      expect(await handle.bandwidth.list().toArray()).toEqual([]);
    }));
});

export async function withPackage(scene: Scene) {
  const key = (await scene.harness.packageGateway?.()) ?? (await scene.gateway()).gateway.ref;
  const handle = scene.nat.gateway(new GatewayRef('cloud', key));
  const bought = await handle.bandwidth.create({ bandwidthMbps: 10, addresses: 2 });
  return { handle, bought };
}
