import { type DnatRule, valuesOf } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, removesOnce, whereSupported } from './refusals.ts';
import { topic } from './scene.ts';

export const dnatBehaves = topic('DNAT rules', (test) => {
  test('forwards a port to a host', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const rule = await handle.dnat.add(scene.dnatRule(ip, 1));
      expect(rule).toMatchObject({
        protocol: 'tcp',
        public: { address: ip, ports: { from: 10_001, to: 10_001 } },
        private: { address: scene.terrain.host(1), ports: { from: 80, to: 80 } },
        state: 'available',
      });
      expect((await handle.dnat.list().toArray()).map(essence)).toEqual([essence(rule)]);
    }));

  test('keeps tcp and udp on one port apart', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const tcp = await handle.dnat.add(scene.dnatRule(ip, 1));
      const udp = await handle.dnat.add({ ...scene.dnatRule(ip, 1), protocol: 'udp' });
      await handle.dnat.remove(tcp.id);
      expect((await handle.dnat.list().toArray()).map(({ id, protocol }) => ({ id, protocol }))).toEqual([
        { id: udp.id, protocol: 'udp' },
      ]);
    }));

  test('refuses a port that is forwarded already', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      await handle.dnat.add(scene.dnatRule(ip, 1));
      const error = await failureOf(handle.dnat.add({ ...scene.dnatRule(ip, 2, 10_001) }));
      expect(['already-exists', 'conflict']).toContain(error.code);
      expect(await handle.dnat.list().toArray()).toHaveLength(1);
    }));

  test('forwards a range of ports', (scene) =>
    whereSupported(scene, 'dnat.ranges', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const rule = await handle.dnat.add(
        scene.dnatRule(ip, 1, { from: 8_000, to: 8_009 }, { from: 9_000, to: 9_009 }),
      );
      expect(rule.public.ports).toEqual({ from: 8_000, to: 8_009 });
      expect(rule.private.ports).toEqual({ from: 9_000, to: 9_009 });
    }));

  test('forwards a range to one of another length', (scene) =>
    whereSupported(scene, 'dnat.ranges.unequal', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const rule = await handle.dnat.add(scene.dnatRule(ip, 1, { from: 8_000, to: 8_009 }, 9_000));
      expect([rule.public.ports, rule.private.ports]).toEqual([
        { from: 8_000, to: 8_009 },
        { from: 9_000, to: 9_000 },
      ]);
    }));

  test('forwards a whole address', (scene) =>
    whereSupported(scene, 'dnat.any', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const rule = await handle.dnat.add(scene.dnatAny(ip));
      expect(rule).toMatchObject({
        protocol: 'any',
        public: { address: ip, ports: 'any' },
        private: { ports: 'any' },
      });
    }));

  test('names rules', (scene) =>
    whereSupported(scene, 'dnat.names', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      await handle.dnat.add({ ...scene.dnatRule(ip, 1), name: 'web' });
      expect((await handle.dnat.list().take(1))[0]?.name).toBe('web');
    }));

  test('takes a port that SNAT is using when told to', (scene) =>
    whereSupported(scene, 'dnat.port-break', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const rule = await handle.dnat.add({ ...scene.dnatRule(ip, 1), portBreak: true });
      expect(rule.state).toBe('available');
    }));

  test('replaces a rule in place', (scene) =>
    whereSupported(scene, 'dnat.replace', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const rule = await handle.dnat.add(scene.dnatRule(ip, 1));
      const changed = await handle.dnat.replace(rule.id, scene.dnatRule(ip, 2));
      expect(changed.private.address).toBe(scene.terrain.host(2));
      expect((await handle.dnat.list().toArray()).map(essence)).toEqual([essence(changed)]);
    }));

  test('adds several rules in one go', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const specs = [scene.dnatRule(ip, 1), scene.dnatRule(ip, 2)];
      const rules = valuesOf(await handle.dnat.addAll(specs));
      expect(rules.map((rule) => rule.private.address)).toEqual([
        scene.terrain.host(1),
        scene.terrain.host(2),
      ]);
      expect(await handle.dnat.list().toArray()).toHaveLength(2);
    }));

  test('removes a rule until it is gone, again only under the same token', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle, ip } = await scene.equipped('dnat');
      const rule = await handle.dnat.add(scene.dnatRule(ip, 1));
      await removesOnce((options) => handle.dnat.remove(rule.id, options));
      expect(await handle.dnat.list().toArray()).toEqual([]);
    }));
});

const essence = ({ native, ...rule }: DnatRule) => rule;
