import { chooseSize, type Size, type SizeFacts, sameSize } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { topic } from './scene.ts';

export const sizesBehave = topic('sizes', (test) => {
  test('states what it sells, and where that is written', async ({ capabilities: { sizes } }) => {
    expect(sizes.source).toMatch(/\w/);
    expect(sizes.offers.length + (sizes.units ? 1 : 0)).toBeGreaterThan(0);
  });

  test('refuses a size it does not sell before anything is sent, and tells what it sells', async (scene) => {
    const before = scene.harness.requests();
    const error = await failureOf(scene.cloud.gateways.create(scene.spec({ size: { units: 999_999_999 } })));
    expect(error).toMatchObject({
      code: 'unsupported',
      field: 'size',
      remedy: expect.stringMatching(/\w/),
    });
    expect(scene.harness.requests()).toBe(before);
  });

  test('creates a gateway of each kind of size it sells', async (scene) => {
    for (const size of kindsOf(scene.capabilities.sizes)) {
      const { gateway, handle } = await scene.gateway({ size });
      expect(gateway.size).toEqual(size);
      await handle.delete();
    }
  });

  test('orders the smallest size that carries the connections asked for', async (scene) => {
    const { sizes } = scene.capabilities;
    const request = { atLeast: { connections: 1_000 } };
    const fitting = chooseSize(request, sizes);
    if (fitting) expect((await scene.gateway({ size: request })).gateway.size).toEqual(fitting);
    else
      expect((await failureOf(scene.cloud.gateways.create(scene.spec({ size: request })))).code).toBe(
        'unsupported',
      );
  });

  test('resizes, and settles at once when the gateway has that size already', (scene) =>
    whereSupported(scene, 'gateways.resize', async () => {
      const [small, large] = stepsOf(scene.capabilities.sizes);
      const { handle } = await scene.gateway({ size: small });
      expect((await handle.resize(large)).size).toEqual(large);
      expect((await handle.resize(large)).size).toEqual(large);
      expect((await handle.get()).size).toEqual(large);
    }));

  test('resizes down only where the cloud offers it', (scene) =>
    whereSupported(scene, 'gateways.resize', async ({ direction }) => {
      const [small, large] = stepsOf(scene.capabilities.sizes);
      const { handle } = await scene.gateway({ size: large });
      if (direction === 'both') expect((await handle.resize(small)).size).toEqual(small);
      else
        expect(['unsupported', 'invalid-argument', 'failed-precondition']).toContain(
          (await failureOf(handle.resize(small))).code,
        );
    }));
});

/** One of each kind: tiers, connections, units, metered. */
function kindsOf({ offers, units }: SizeFacts): readonly Size[] {
  const [tier, connections, metered] = ['tier', 'connections', 'metered'].map(
    (kind) => offers.find(({ size }) => kind in size)?.size,
  );
  const sizes = [tier, connections, metered, units && { units: units.from }];
  return sizes.filter((size) => size !== undefined);
}

/** A size and a larger one of the same kind. */
export function stepsOf({ offers, units }: SizeFacts): readonly [Size, Size] {
  if (units) return [{ units: units.from }, { units: units.from + 1 }];
  const [small, ...others] = offers.map(({ size }) => size);
  const large = others.find(
    (size) => small && Object.keys(size)[0] === Object.keys(small)[0] && !sameSize(size, small),
  );
  if (small && large) return [small, large];
  throw new Error('gateways.resize is declared supported, but only one size is sold');
}
