import { expect } from 'vitest';
import { whereSupported } from './refusals.ts';
import { topic } from './scene.ts';

export const networksBehave = topic('networks', (test) => {
  test('lists the network gateways can stand in', (scene) =>
    whereSupported(scene, 'networks.list', async () => {
      const network = await scene.cloud.networks.list().find(({ id }) => id === scene.harness.network.vpc);
      expect(network?.cidrs.length).toBeGreaterThan(0);
    }));

  test('lists the subnets of a network', (scene) =>
    whereSupported(scene, 'networks.list', async () => {
      const { vpc, subnet } = scene.harness.network;
      const subnets = await scene.cloud.networks.subnets(vpc).toArray();
      expect(subnets.every(({ network }) => network === vpc)).toBe(true);
      if (subnet !== undefined) expect(subnets.map(({ id }) => id)).toContain(subnet);
    }));

  test('lists the routes that lead to a gateway', (scene) =>
    whereSupported(scene, 'networks.routes', async () => {
      const { handle } = await scene.gateway();
      for (const route of await handle.routes().toArray()) {
        expect(route).toMatchObject({
          table: expect.stringMatching(/./),
          destination: expect.stringMatching(/\//),
        });
      }
    }));
});
