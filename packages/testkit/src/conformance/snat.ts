import { type SnatRule, type SnatSourceKind, snatSourceKinds, valuesOf } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, removesOnce, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

const kindInWords: Readonly<Record<SnatSourceKind, string>> = {
  cidr: 'an address block',
  subnet: 'a subnet',
  hosts: 'single hosts',
  network: 'the whole network',
};

export const snatBehaves = topic('SNAT rules', (test) => {
  for (const kind of snatSourceKinds) {
    test(`leads ${kindInWords[kind]} outside`, (scene) =>
      whereSupported(scene, `snat.source.${kind}`, async () => {
        const { handle, ip } = await scene.equipped('snat');
        const source = scene.terrain.sourceOf(kind, 1);
        const rule = await handle.snat.add(scene.snatRule(1, { source }));
        expect(rule).toMatchObject({ source, through: [ip], state: 'available' });
        expect((await handle.snat.list().toArray()).map(essence)).toEqual([essence(rule)]);
      }));
  }

  test('takes the source of a rule as it was read', (scene) =>
    whereSupported(scene, 'snat.source.subnet', async () => {
      const { handle } = await scene.equipped('snat');
      const source = scene.terrain.sourceOf('subnet', 1);
      const first = await handle.snat.add(scene.snatRule(1, { source }));
      const [read = first] = await handle.snat.list().toArray();
      await handle.snat.remove(first.id);
      const second = await handle.snat.add(scene.snatRule(1, { source: read.source }));
      expect(second.source).toEqual(read.source);
    }));

  test('refuses a block that is no part of the subnet beside it', (scene) =>
    whereSupported(scene, 'snat.source.subnet', async () => {
      const { handle } = await scene.equipped('snat');
      const source = { ...scene.terrain.sourceOf('subnet', 0), cidr: '192.0.2.0/24' };
      const error = await failureOf(handle.snat.add(scene.snatRule(1, { source })));
      expect(error).toMatchObject({ code: 'invalid-argument', field: 'rule.source.cidr' });
    }));

  test('lists no rules on a new gateway', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.gateway();
      expect(await handle.snat.list().toArray()).toEqual([]);
    }));

  test('shows on the address that it serves SNAT', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle, ip } = await scene.equipped('snat');
      await handle.snat.add(scene.snatRule(1));
      const address = await handle.addresses.list().find((candidate) => candidate.ip === ip);
      expect(address?.use).toBe('snat');
    }));

  test('adds several rules in one go', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const specs = [scene.snatRule(1), scene.snatRule(2), scene.snatRule(3)];
      const rules = valuesOf(await handle.snat.addAll(specs));
      expect(rules.map(({ source }) => source)).toEqual(
        [1, 2, 3].map((index) => scene.terrain.source(index)),
      );
      const listed = await handle.snat.list().toArray();
      expect(listed.map(({ id }) => id).toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
    }));

  test('lets a rule leave through the addresses it names', (scene) => throughIsHonest(scene));

  test('replaces a rule in place', (scene) =>
    whereSupported(scene, 'snat.replace', async ({ keeps }) => {
      const { handle } = await scene.equipped('snat');
      const rule = await handle.snat.add(scene.snatRule(1));
      const other = await scene.attach(handle, 'snat');
      const index = keeps === 'source' ? 1 : 2;
      const through = scene.limits('snat.through') ? [other] : [...rule.through, other];
      const changed = await handle.snat.replace(rule.id, scene.snatRule(index, { through }));
      expect(changed.source).toEqual(scene.terrain.source(index));
      expect(changed.through).toEqual(through);
      expect((await handle.snat.list().toArray()).map(essence)).toEqual([essence(changed)]);
    }));

  test('keeps the name of a rule that is replaced without one', (scene) =>
    whereSupported(scene, 'snat.replace', async ({ keeps }) => {
      const names = scene.limits('snat.names');
      if (!names || names.required) return;
      const { handle } = await scene.equipped('snat');
      const rule = await handle.snat.add(scene.snatRule(1, { name: 'office' }));
      const { name, ...unnamed } = scene.snatRule(keeps === 'source' ? 1 : 2);
      expect((await handle.snat.replace(rule.id, unnamed)).name).toBe('office');
    }));

  test('refuses another source where a rule keeps its own', (scene) =>
    whereSupported(scene, 'snat.replace', async ({ keeps }) => {
      if (keeps !== 'source') return;
      const { handle } = await scene.equipped('snat');
      const rule = await handle.snat.add(scene.snatRule(1));
      const error = await failureOf(handle.snat.replace(rule.id, scene.snatRule(2)));
      expect(error).toMatchObject({ code: 'unsupported', field: 'rule.source', outcome: 'none' });
      expect((await handle.snat.list().toArray()).map(essence)).toEqual([essence(rule)]);
    }));

  test('names rules', (scene) =>
    whereSupported(scene, 'snat.names', async () => {
      const { handle } = await scene.equipped('snat');
      await handle.snat.add(scene.snatRule(1, { name: 'office' }));
      expect((await handle.snat.list().take(1))[0]?.name).toBe('office');
    }));

  test('keeps one public address per host, as asked and as changed later', (scene) =>
    whereSupported(scene, 'snat.affinity', async () => {
      const { handle } = await scene.equipped('snat');
      const rule = await handle.snat.add(scene.snatRule(1, { affinity: true }));
      expect(rule.affinity).toBe(true);
      if (!scene.limits('snat.replace')) return;
      expect((await handle.snat.replace(rule.id, scene.snatRule(1))).affinity).toBe(true);
      const changed = await handle.snat.replace(rule.id, scene.snatRule(1, { affinity: false }));
      expect(changed.affinity).toBe(false);
      expect((await handle.snat.list().toArray()).map(({ affinity }) => affinity)).toEqual([false]);
    }));

  test('removes a rule until it is gone, again only under the same token', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const [kept, doomed] = [
        await handle.snat.add(scene.snatRule(1)),
        await handle.snat.add(scene.snatRule(2)),
      ];
      await removesOnce((options) => handle.snat.remove(doomed.id, options));
      expect((await handle.snat.list().toArray()).map(({ id }) => id)).toEqual([kept.id]);
    }));

  test('refuses a rule on a gateway without a public address', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      if (scene.limits('gateways.create')?.addresses === 'required') return expectAddressNeeded(scene);
      const { handle } = await scene.gateway();
      const error = await failureOf(handle.snat.add(scene.snatRule(1)));
      expect(error).toMatchObject({ code: 'failed-precondition', remedy: expect.stringMatching(/attach/) });
    }));
});

/** Where no gateway can be without an address, the order without one is what must be refused. */
async function expectAddressNeeded(scene: Scene): Promise<void> {
  const { addresses, ...spec } = scene.spec();
  const error = await failureOf(scene.cloud.gateways.create(spec));
  expect(error).toMatchObject({ code: 'invalid-argument', field: 'addresses' });
}

/** A choice the cloud cannot keep must not be accepted in silence. */
async function throughIsHonest(scene: Scene): Promise<void> {
  if (!scene.limits('snat.rules')) return whereSupported(scene, 'snat.rules', async () => undefined);
  const { handle, ip } = await scene.equipped('snat');
  const second = await scene.attach(handle, 'snat');
  const all = scene.snatRule(2);
  const one = scene.snatRule(1, { through: [ip] });
  if (scene.limits('snat.through')) {
    expect((await handle.snat.add(one)).through).toEqual([ip]);
  } else {
    expect((await failureOf(handle.snat.add(one))).code).toBe('unsupported');
    expect((await handle.snat.add(all)).through.toSorted()).toEqual([ip, second].toSorted());
  }
}

const essence = ({ native, ...rule }: SnatRule) => rule;
