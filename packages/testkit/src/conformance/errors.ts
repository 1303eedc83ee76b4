import { NatError } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const errorsBehave = topic('errors', (test) => {
  test('say not-found for a gateway that is gone, with the code in front', async (scene) => {
    const error = await notFound(scene);
    expect(NatError.is(error, 'not-found')).toBe(true);
    expect(error.message).toMatch(/^\[not-found\] /);
    expect(error).toMatchObject({ retryable: false, outcome: 'none' });
  });

  test('show no secret, neither in their text nor as JSON', async (scene) => {
    const error = await notFound(scene);
    for (const secret of scene.harness.secrets ?? []) {
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(secret);
    }
  });

  test('name the field of an order that does not fit, and send nothing', async (scene) => {
    const before = scene.harness.requests();
    const error = await failureOf(scene.cloud.gateways.create({ network: { vpc: '' } }));
    expect(error).toMatchObject({ code: 'invalid-argument', field: 'network.vpc' });
    expect(scene.harness.requests()).toBe(before);
  });

  test('refuse a name the cloud would not take, and send nothing', async (scene) => {
    const before = scene.harness.requests();
    const error = await failureOf(scene.cloud.gateways.create(scene.spec({ name: ' '.repeat(400) })));
    expect(error).toMatchObject({ code: 'invalid-argument', field: 'name' });
    expect(scene.harness.requests()).toBe(before);
  });

  test('refuse a place or network the cloud has no use for, and send nothing', async (scene) => {
    const { 'gateways.create': creation, 'addresses.allocate': allocation } = scene.capabilities.features;
    const before = scene.harness.requests();
    const refused = async (attempt: PromiseLike<unknown>, field: string) =>
      expect(await failureOf(attempt)).toMatchObject({
        code: 'unsupported',
        field,
        remedy: expect.stringMatching(/leave/),
      });
    const create = (network: object) =>
      scene.cloud.gateways.create(scene.spec({ network: { ...scene.spec().network, ...network } }));
    if (creation.supported && creation.subnet === 'unused' && !creation.subnetBySize)
      await refused(create({ subnet: 'subnet-1' }), 'network.subnet');
    if (creation.supported && !creation.zone) await refused(create({ zone: 'zone-1' }), 'network.zone');
    if (allocation.supported && !allocation.network)
      await refused(scene.cloud.addresses.allocate({ network: 'vpc-1' }), 'network');
    expect(scene.harness.requests()).toBe(before);
  });

  test('refuse a rule that does not fit, and send nothing', (scene) =>
    whereSupported(scene, 'snat.source.cidr', async () => {
      const before = scene.harness.requests();
      const error = await failureOf(scene.nobody().snat.add({ source: { cidr: '10.0.0.1/24' } }));
      expect(error).toMatchObject({ code: 'invalid-argument', field: 'rule.source.cidr' });
      expect(scene.harness.requests()).toBe(before);
    }));

  test('pass over a moment of too much load, for reads and for writes', async (scene) => {
    const { gateway, handle } = await scene.gateway();
    await scene.harness.throttleNextRequest();
    expect((await handle.get()).ref).toEqual(gateway.ref);
    await scene.harness.throttleNextRequest();
    expect((await scene.gateway()).gateway.state).toBe('available');
  });
});

async function notFound(scene: Scene): Promise<NatError> {
  const { handle } = await scene.gateway();
  await handle.delete();
  return failureOf(handle.get());
}
