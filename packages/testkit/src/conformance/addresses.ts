import { type AddressOffers, type AddressSpec, meterings } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, removesOnce, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const addressesBehave = topic('public addresses', (test) => {
  test('attaches an address, lists it at the gateway, and takes it off again', async (scene) => {
    const { handle } = await scene.equipped('snat');
    const ip = await scene.attach(handle, 'snat');
    const attached = await handle.addresses.list().find((address) => address.ip === ip);
    expect(attached).toMatchObject({ ip, gateway: handle.ref.id, state: 'available' });
    await handle.addresses.detach(ip);
    expect(await ipsOf(handle)).not.toContain(ip);
  });

  test('tells free addresses from those in use', async (scene) => {
    const { handle } = await scene.equipped('snat');
    const ip = await scene.attach(handle, 'snat');
    const free = await freeIps(scene);
    expect(free).not.toContain(ip);
    await handle.addresses.detach(ip);
    expect(await freeIps(scene)).toContain(ip);
  });

  test('shows the addresses of a gateway on the gateway', async (scene) => {
    const { handle, ip } = await scene.equipped('snat');
    expect((await handle.get()).addresses.map((address) => address.ip)).toContain(ip);
  });

  test('detaches an address, again only under the same token', async (scene) => {
    const { handle } = await scene.equipped('snat');
    const ip = await scene.attach(handle, 'snat');
    await removesOnce((options) => handle.addresses.detach(ip, options));
  });

  test('swaps no address that the gateway does not hold', async (scene) => {
    const { handle } = await scene.equipped('snat');
    const before = await ipsOf(handle);
    const [free, other] = [scene.address(), scene.address()];
    const purpose = scene.limits('addresses.pools') ? 'snat' : 'any';
    const error = await failureOf(handle.addresses.swap(free, other, { purpose }));
    expect(error).toMatchObject({ code: 'not-found', outcome: 'none' });
    expect(await ipsOf(handle)).toEqual(before);
  });

  test('knows an address by its ip, and by its allocation id where it has one', async (scene) => {
    const { handle } = await scene.equipped('snat');
    const ip = scene.address();
    const free = await scene.cloud.addresses.list({ free: true }).find((address) => address.ip === ip);
    const purpose = scene.limits('addresses.pools') ? 'snat' : 'any';
    expect((await handle.addresses.attach(free?.id ?? ip, { purpose })).ip).toBe(ip);
    await handle.addresses.detach(free?.id ?? ip);
    expect(await ipsOf(handle)).not.toContain(ip);
  });

  test('refuses an address that serves another gateway', async (scene) => {
    const { ip } = await scene.equipped('snat');
    const { handle } = await scene.gateway();
    const purpose = scene.limits('addresses.pools') ? 'snat' : 'any';
    const error = await failureOf(handle.addresses.attach(ip, { purpose }));
    expect(['conflict', 'failed-precondition', 'already-exists', 'invalid-argument']).toContain(error.code);
  });

  test('keeps an address that rules are using', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle, ip } = await scene.equipped('snat');
      await handle.snat.add(scene.snatRule(1));
      const error = await failureOf(handle.addresses.detach(ip));
      expect(['failed-precondition', 'conflict']).toContain(error.code);
      expect(await ipsOf(handle)).toContain(ip);
    }));

  test('swaps an address for another, telling beforehand of a gap if there is one', async (scene) => {
    const { handle } = await scene.equipped('snat');
    const [from, to] = [await scene.attach(handle, 'snat'), scene.address()];
    const purpose = scene.limits('addresses.pools') ? 'snat' : 'any';
    const notices: string[] = [];
    const swapping = handle.addresses.swap(from, to, { purpose });
    swapping.onProgress((event) => event.type === 'notice' && notices.push(event.text));
    expect((await swapping).ip).toBe(to);
    const ips = await ipsOf(handle);
    expect(ips).toContain(to);
    expect(ips).not.toContain(from);
    expect(notices).toHaveLength(scene.limits('addresses.swap') ? 0 : 1);
  });

  test('keeps separate pools for SNAT and DNAT', (scene) =>
    whereSupported(scene, 'addresses.pools', async () => {
      const { handle } = await scene.gateway();
      const [inside, outside] = [await scene.attach(handle, 'snat'), await scene.attach(handle, 'dnat')];
      expect((await ipsOf(handle)).toSorted()).toEqual([inside, outside].toSorted());
    }));

  test('allocates an address that is free until it is attached', (scene) =>
    whereSupported(scene, 'addresses.allocate', async ({ meteredBy }) => {
      const { ip } = await scene.cloud.addresses.allocate(specOf(meteredBy));
      expect(await freeIps(scene)).toContain(ip);
    }));

  test('allocates an address metered as ordered, and refuses what the cloud does not sell', (scene) =>
    whereSupported(scene, 'addresses.allocate', async (offers) => {
      for (const way of meterings) {
        const spec = { meteredBy: way, ...specOf({ [way]: offers.meteredBy[way] }) };
        if (offers.meteredBy[way] === undefined) {
          const error = await failureOf(scene.cloud.addresses.allocate(spec));
          expect([error.code, error.field]).toEqual(['unsupported', 'meteredBy']);
          continue;
        }
        const { ip } = await scene.cloud.addresses.allocate(spec);
        const found = await scene.cloud.addresses.list().find((address) => address.ip === ip);
        expect(found).toMatchObject(spec);
      }
    }));

  test('releases an address until it is gone, again only under the same token', (scene) =>
    whereSupported(scene, 'addresses.release', async () => {
      const ip = scene.address();
      await removesOnce((options) => scene.cloud.addresses.release(ip, options));
      expect((await scene.cloud.addresses.list().toArray()).map((address) => address.ip)).not.toContain(ip);
    }));

  test('keeps an address from being released while a gateway holds it', (scene) =>
    whereSupported(scene, 'addresses.release', async () => {
      const { handle, ip } = await scene.equipped('snat');
      const error = await failureOf(scene.cloud.addresses.release(ip));
      expect(['conflict', 'failed-precondition', 'busy']).toContain(error.code);
      expect(await ipsOf(handle)).toContain(ip);
    }));
});

/** The smallest bandwidth on sale; nothing where an address has none of its own. */
export function specOf(offers: AddressOffers): AddressSpec {
  const [range] = Object.values(offers).filter((offer) => typeof offer === 'object');
  return range ? { bandwidthMbps: range.from } : {};
}

type Handle = Awaited<ReturnType<Scene['gateway']>>['handle'];

const ipsOf = async (handle: Handle): Promise<readonly string[]> =>
  (await handle.addresses.list().toArray()).map(({ ip }) => ip);

const freeIps = async ({ cloud }: Scene): Promise<readonly string[]> =>
  (await cloud.addresses.list({ free: true }).toArray()).map(({ ip }) => ip);
