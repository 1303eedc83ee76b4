import { type GatewayHandle, type ItemResult, valuesOf } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { topic } from './scene.ts';

export const batchesTell = topic('batches', (test) => {
  test('create gateways one by one, each once under the token of all', async (scene) => {
    const specs = [scene.spec(), scene.spec()];
    const before = (await scene.cloud.gateways.list().toArray()).length;
    const results = valuesOf(await scene.cloud.gateways.createAll(specs, { token: 'create-all' }));
    const again = await scene.cloud.gateways.createAll(specs, { token: 'create-all' });
    expect(results.map(({ name }) => name)).toEqual(specs.map(({ name }) => name));
    const ids = new Set(results.map(({ ref }) => ref.id));
    for (const { value } of again) if (value) expect(ids).toContain(value.ref.id);
    expect(await scene.cloud.gateways.list().toArray()).toHaveLength(before + 2);
  });

  test('tell of each DNAT rule what became of it, and add those behind one that is refused', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const clash = { ...scene.dnatRule(ip, 2, 10_001) };
      const specs = [scene.dnatRule(ip, 0), scene.dnatRule(ip, 1), clash, scene.dnatRule(ip, 3)];
      const results = await handle.dnat.addAll(specs);
      expect(results.map(essence)).toEqual([
        { index: 0, outcome: 'done' },
        { index: 1, outcome: 'done' },
        { index: 2, outcome: 'none' },
        { index: 3, outcome: 'done' },
      ]);
      expect(['already-exists', 'conflict']).toContain(results[2]?.error?.code);
      expect(await idsOf(handle, 'dnat')).toEqual(idsIn(results));
    }));

  test('remove the rules behind one that does not exist, and name each', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const [first, second] = [
        await handle.snat.add(scene.snatRule(1)),
        await handle.snat.add(scene.snatRule(2)),
      ];
      const results = await handle.snat.removeAll([first.id, 'rule-nobody', second.id]);
      expect(results.map(({ id }) => id)).toEqual([first.id, 'rule-nobody', second.id]);
      expect(results.map(essence)).toEqual([
        { index: 0, outcome: 'done' },
        { index: 1, outcome: 'none' },
        { index: 2, outcome: 'done' },
      ]);
      expect(results[1]?.error?.code).toBe('not-found');
      expect(await handle.snat.list().toArray()).toEqual([]);
    }));

  test('succeed again under their own token', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const rules = valuesOf(await handle.snat.addAll([scene.snatRule(1), scene.snatRule(2)]));
      const ids = rules.map(({ id }) => id);
      for (const _ of ['once', 'again']) valuesOf(await handle.snat.removeAll(ids, { token: 'remove-all' }));
      const late = await handle.snat.removeAll(ids);
      expect(late.map(({ error }) => error?.code)).toEqual(['not-found', 'not-found']);
    }));

  test('add all or none where they are atomic', (scene) =>
    whereSupported(scene, 'dnat.addAll.atomic', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const specs = [scene.dnatRule(ip, 0), scene.dnatRule(ip, 1), scene.dnatRule(ip, 2, 10_001)];
      const refused = await handle.dnat.addAll(specs, { atomic: true });
      expect(refused.map(essence)).toEqual([0, 1, 2].map((index) => ({ index, outcome: 'none' })));
      expect(await handle.dnat.list().toArray()).toEqual([]);
      valuesOf(await handle.dnat.addAll(specs.slice(0, 2), { atomic: true }));
      expect(await handle.dnat.list().toArray()).toHaveLength(2);
    }));

  test('go on elsewhere with the results they had', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      await handle.dnat.add(scene.dnatRule(ip, 1));
      const operation = handle.dnat.addAll([scene.dnatRule(ip, 1), scene.dnatRule(ip, 2)]);
      const results = await operation;
      const resumed = (await scene.elsewhere()).resume(JSON.parse(JSON.stringify(operation)));
      expect(JSON.parse(JSON.stringify(await resumed))).toEqual(JSON.parse(JSON.stringify(results)));
      expect(await handle.dnat.list().toArray()).toHaveLength(2);
    }));

  test('of which one rule cannot be valid send nothing', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const before = scene.harness.requests();
      const wrong = { ...scene.snatRule(2), source: { cidr: 'everything' } };
      const error = await failureOf(handle.snat.addAll([scene.snatRule(1), wrong]));
      expect(error).toMatchObject({ code: 'invalid-argument', outcome: 'none' });
      expect(error.field).toMatch(/^rules\.1\./);
      expect(scene.harness.requests()).toBe(before);
    }));
});

const essence = ({ index, error }: ItemResult<unknown>) => ({ index, outcome: error?.outcome ?? 'done' });

const idsIn = (results: readonly ItemResult<unknown>[]): readonly string[] =>
  results.flatMap(({ error, id = '' }) => (error ? [] : [id])).toSorted();

const idsOf = async (handle: GatewayHandle, kind: 'snat' | 'dnat'): Promise<readonly string[]> =>
  (await handle[kind].list().toArray()).map(({ id }) => id).toSorted();
