import type { GatewayHandle, SharedBandwidth, Supported } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, removesOnce, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const sharedBandwidthBehaves = topic('shared bandwidth', (test) => {
  test('is bought, read, listed and found', (scene) =>
    whereShared(scene, async (shared, fact) => {
      const mbps = smallest(fact);
      expect(shared).toMatchObject({
        name: 'pool_one',
        bandwidthMbps: mbps,
        state: 'available',
        addresses: [],
      });
      expect(await scene.cloud.bandwidth.get(shared.id)).toMatchObject({
        id: shared.id,
        bandwidthMbps: mbps,
      });
      expect(await idsOf(scene)).toContain(shared.id);
      expect((await scene.cloud.bandwidth.find({ name: 'pool_*' })).id).toBe(shared.id);
      const nowhere = scene.cloud.bandwidth.find({ name: 'no-such-*' });
      expect((await failureOf(nowhere)).code).toBe('not-found');
    }));

  test('is refused where no such bandwidth, name or description is sold, before anything is sent', (scene) =>
    whereShared(scene, async (shared, fact) => {
      const before = scene.harness.requests();
      const { bandwidth } = scene.cloud;
      const attempts = [
        bandwidth.create({ bandwidthMbps: 10_000_000 }),
        bandwidth.resize(shared.id, 10_000_000),
        bandwidth.create({ bandwidthMbps: smallest(fact), name: ' ' }),
        bandwidth.join(shared.id, []),
      ];
      for (const attempt of attempts) expect((await failureOf(attempt)).code).toBe('invalid-argument');
      if (!fact.texts) {
        const described = await failureOf(bandwidth.change(shared.id, { description: 'for the shop' }));
        expect(described).toMatchObject({ code: 'unsupported', field: 'description' });
      }
      expect(scene.harness.requests()).toBe(before);
    }));

  test('is renamed, described where that is offered, and resized', (scene) =>
    whereShared(scene, async (shared, fact) => {
      const { bandwidth } = scene.cloud;
      const label = { name: 'pool_two', ...(fact.texts && { description: 'for the shop' }) };
      expect(await bandwidth.change(shared.id, label)).toMatchObject(label);
      const mbps = smallest(fact) + 10;
      expect((await bandwidth.resize(shared.id, mbps)).bandwidthMbps).toBe(mbps);
      expect(await bandwidth.get(shared.id)).toMatchObject({ ...label, bandwidthMbps: mbps });
    }));

  test('is joined by public IPs of several gateways, which tell it, and left by them', (scene) =>
    whereShared(scene, async (shared) => {
      const { bandwidth } = scene.cloud;
      const { first, second } = await twoGateways(scene);
      const ips = [first.ip, second.ip].toSorted();
      const both = await bandwidth.join(shared.id, ips);
      expect(ipsOf(both)).toEqual(ips);
      for (const { handle, ip } of [first, second]) {
        const [held] = await handle.addresses.list({ addresses: [ip] }).toArray();
        expect(held).toMatchObject({ ip, gateway: handle.ref.id, sharedBandwidth: shared.id });
      }
      expect((await bandwidth.find({ address: second.ip })).id).toBe(shared.id);
      await bandwidth.leave(shared.id, [first.ip]);
      expect(ipsOf(await bandwidth.get(shared.id))).toEqual([second.ip]);
      const [plain] = await first.handle.addresses.list({ addresses: [first.ip] }).toArray();
      expect(plain?.gateway).toBe(first.handle.ref.id);
      expect(plain?.sharedBandwidth).toBeUndefined();
    }));

  test('takes public IPs by their allocation ids, in any number, in a few requests', (scene) =>
    whereShared(scene, async (shared, fact) => {
      const { bandwidth, addresses } = scene.cloud;
      const free = await addresses.list({ addresses: scene.harness.addresses.slice(0, 8) }).toArray();
      const names = free.map(({ ip, id }) => id ?? ip);
      await bandwidth.join(shared.id, names);
      expect(ipsOf(await bandwidth.get(shared.id))).toEqual(free.map(({ ip }) => ip).toSorted());
      const before = scene.harness.requests();
      await bandwidth.leave(shared.id, names);
      expect(ipsOf(await bandwidth.get(shared.id))).toEqual([]);
      const most = fact.perRequest?.leave ?? names.length;
      if (most >= names.length) expect(scene.harness.requests() - before).toBeLessThan(4 * names.length);
    }));

  test('takes a public IP that draws from it already, and none of another', (scene) =>
    whereShared(scene, async (shared, fact) => {
      const { bandwidth } = scene.cloud;
      const other = await bandwidth.create({ bandwidthMbps: smallest(fact), name: 'pool_two' });
      const [ip = ''] = scene.harness.addresses;
      await bandwidth.join(shared.id, [ip]);
      expect(ipsOf(await bandwidth.join(shared.id, [ip]))).toEqual([ip]);
      const taken = await failureOf(bandwidth.join(other.id, [ip]));
      expect(taken).toMatchObject({ code: 'conflict', outcome: 'none' });
      expect(taken.message).toContain(shared.id);
      expect(taken.remedy).toContain(shared.id);
      const unknown = await failureOf(bandwidth.join(shared.id, ['203.0.113.250']));
      expect(unknown).toMatchObject({ code: 'not-found', outcome: 'none' });
      const nowhere = await failureOf(bandwidth.join(absent(shared), [ip, scene.harness.addresses[1] ?? '']));
      expect(['not-found', 'conflict']).toContain(nowhere.code);
      expect(ipsOf(await bandwidth.get(shared.id))).toEqual([ip]);
    }));

  test('is left once, again only under the same token', (scene) =>
    whereShared(scene, async (shared) => {
      const { bandwidth } = scene.cloud;
      const [ip = ''] = scene.harness.addresses;
      await bandwidth.join(shared.id, [ip]);
      await removesOnce((options) => bandwidth.leave(shared.id, [ip], options));
      expect(ipsOf(await bandwidth.get(shared.id))).toEqual([]);
    }));

  test('is not deleted while public IPs draw from it, and takes none of them along', (scene) =>
    whereShared(scene, async (shared) => {
      const { bandwidth, addresses } = scene.cloud;
      const { handle, ip } = await scene.equipped('snat');
      await bandwidth.join(shared.id, [ip]);
      const refused = await failureOf(bandwidth.delete(shared.id));
      expect(refused).toMatchObject({ code: 'failed-precondition', outcome: 'none' });
      expect(refused.message).toContain(ip);
      expect(refused.remedy).toContain('cascade');
      await bandwidth.delete(shared.id, { cascade: true });
      expect(await idsOf(scene)).not.toContain(shared.id);
      const [kept] = await addresses.list({ addresses: [ip] }).toArray();
      expect(kept).toMatchObject({ ip, gateway: handle.ref.id });
      expect(kept?.sharedBandwidth).toBeUndefined();
    }));

  test('is deleted once, again only under the same token', (scene) =>
    whereShared(scene, async (shared) => {
      await removesOnce((options) => scene.cloud.bandwidth.delete(shared.id, options));
      await removesOnceWith(scene);
      expect(await idsOf(scene)).not.toContain(shared.id);
    }));

  test('outlives a gateway whose public IPs draw from it', (scene) =>
    whereShared(scene, async (shared) => {
      const { handle, ip } = await scene.equipped('snat');
      await scene.cloud.bandwidth.join(shared.id, [ip]);
      await deleteWithAll(scene, handle);
      expect(ipsOf(await scene.cloud.bandwidth.get(shared.id))).toEqual([ip]);
    }));

  test('is bought once when the answer is lost', (scene) =>
    whereSupported(scene, 'bandwidth.shared', async (fact) => {
      await scene.harness.loseNextReply('sharedBandwidth.create');
      const { id } = await scene.cloud.bandwidth.create({ bandwidthMbps: smallest(fact), name: 'pool_one' });
      expect(await idsOf(scene)).toEqual([id]);
    }));

  test('is bought once under one token, whichever process asks', (scene) =>
    whereSupported(scene, 'bandwidth.shared', async (fact) => {
      const spec = { bandwidthMbps: smallest(fact), name: 'pool_one' };
      const { id } = await scene.cloud.bandwidth.create(spec, { token: 'one-pool' });
      const other = (await scene.elsewhere()).use('cloud');
      expect((await other.bandwidth.create(spec, { token: 'one-pool' })).id).toBe(id);
      expect(await idsOf(scene)).toEqual([id]);
    }));

  test('is resized, joined, left and deleted when the answers are lost', (scene) =>
    whereShared(scene, async (shared, fact) => {
      const { bandwidth } = scene.cloud;
      const [ip = ''] = scene.harness.addresses;
      await scene.harness.loseNextReply('sharedBandwidth.resize');
      const mbps = smallest(fact) + 10;
      expect((await bandwidth.resize(shared.id, mbps)).bandwidthMbps).toBe(mbps);
      await scene.harness.loseNextReply('sharedBandwidth.join');
      expect(ipsOf(await bandwidth.join(shared.id, [ip]))).toEqual([ip]);
      await scene.harness.loseNextReply('sharedBandwidth.leave');
      await bandwidth.leave(shared.id, [ip]);
      expect(ipsOf(await bandwidth.get(shared.id))).toEqual([]);
      await scene.harness.loseNextReply('sharedBandwidth.delete');
      await bandwidth.delete(shared.id);
      expect(await idsOf(scene)).toEqual([]);
    }));

  test('is deleted with cascade by another process that finds it half done', (scene) =>
    whereShared(scene, async (shared) => {
      const { bandwidth } = scene.cloud;
      const ips = scene.harness.addresses.slice(0, 2);
      await bandwidth.join(shared.id, ips);
      const deleting = bandwidth.delete(shared.id, { cascade: true });
      deleting.onProgress((event) => event.type === 'accepted' && deleting.abort());
      const error = await failureOf(deleting);
      expect(error).toMatchObject({ code: 'aborted', outcome: 'unknown' });
      const other = await scene.elsewhere();
      await other.resume(JSON.parse(JSON.stringify(error.operation)));
      expect(await idsOf(scene)).not.toContain(shared.id);
      expect(await scene.cloud.addresses.list({ addresses: ips }).toArray()).toHaveLength(2);
    }));

  test('takes changes that meet one after the other', (scene) =>
    whereShared(scene, async (shared, fact) => {
      const { bandwidth } = scene.cloud;
      const [one = '', two = '', three = ''] = scene.harness.addresses;
      await Promise.all([
        bandwidth.join(shared.id, [one]),
        bandwidth.join(shared.id, [two]),
        bandwidth.resize(shared.id, smallest(fact) + 10),
        bandwidth.join(shared.id, [three]),
      ]);
      const now = await bandwidth.get(shared.id);
      expect(ipsOf(now)).toEqual([one, two, three].toSorted());
      expect(now.bandwidthMbps).toBe(smallest(fact) + 10);
    }));
});

type Fact = Supported<'bandwidth.shared'>;

/** A shared bandwidth to work on, where the cloud has such. */
const whereShared = (
  scene: Scene,
  story: (shared: SharedBandwidth, fact: Fact) => Promise<void>,
): Promise<void> =>
  whereSupported(scene, 'bandwidth.shared', async (fact) => {
    const spec = { bandwidthMbps: smallest(fact), name: 'pool_one' };
    await story(await scene.cloud.bandwidth.create(spec), fact);
  });

/** At least 10 Mbit/s, since some clouds want one for each address. */
const smallest = ({ meteredBy }: Fact): number => {
  const ranges = Object.values(meteredBy).filter((offer) => typeof offer === 'object');
  return Math.max(10, ...ranges.map(({ from }) => from));
};

const ipsOf = ({ addresses }: SharedBandwidth): readonly string[] => addresses.map(({ ip }) => ip).toSorted();

/** Those that this test has made: some clouds have one from the start. */
const idsOf = async ({ cloud }: Scene): Promise<readonly string[]> =>
  (await cloud.bandwidth.list({ name: 'pool_*' }).toArray()).map(({ id }) => id);

/** The form of an id that the cloud has never given. */
const absent = ({ id }: SharedBandwidth): string => `${id.slice(0, -4)}0000`;

async function twoGateways(scene: Scene) {
  return { first: await scene.equipped('snat'), second: await scene.equipped('snat') };
}

async function deleteWithAll(scene: Scene, handle: GatewayHandle): Promise<void> {
  await handle.delete({ cascade: scene.limits('gateways.delete') !== undefined });
}

/** With cascade there is more to a repetition: what it finds gone is gone. */
async function removesOnceWith(scene: Scene): Promise<void> {
  const fact = scene.limits('bandwidth.shared');
  if (!fact) return;
  const { bandwidth } = scene.cloud;
  const [ip = ''] = scene.harness.addresses;
  const { id } = await bandwidth.create({ bandwidthMbps: smallest(fact), name: 'pool_two' });
  await bandwidth.join(id, [ip]);
  await bandwidth.delete(id, { cascade: true, token: 'remove-all-once' });
  await bandwidth.delete(id, { cascade: true, token: 'remove-all-once' });
  expect(await failureOf(bandwidth.delete(id, { cascade: true }))).toMatchObject({ code: 'not-found' });
}
