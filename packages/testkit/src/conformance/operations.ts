import type { OperationEvent } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { topic } from './scene.ts';

export const operationsBehave = topic('operations', (test) => {
  test('say what the cloud accepted before the work is settled', async (scene) => {
    const operation = scene.cloud.gateways.create(scene.spec());
    const receipt = await operation.accepted;
    expect(receipt.kind).toMatch(/\w/);
    expect((await operation).state).toBe('available');
  });

  test('tell their progress in order: accepted, pending, settled', async (scene) => {
    const operation = scene.cloud.gateways.create(scene.spec());
    const told: OperationEvent['type'][] = [];
    operation.onProgress(({ type: is }) => told.push(is));
    await operation;
    expect(told[0]).toBe('accepted');
    expect(told.slice(1, -1)).toEqual(told.slice(1, -1).map(() => 'pending'));
    expect(told.at(-1)).toBe('settled');
  });

  test('go on in another process that was handed nothing but JSON', async (scene) => {
    const operation = scene.cloud.gateways.create(scene.spec());
    await operation.accepted;
    const stored = JSON.stringify(operation);
    const settled = await (await scene.elsewhere()).resume(JSON.parse(stored));
    expect(settled).toMatchObject({ state: 'available' });
    expect(JSON.parse(JSON.stringify(settled)).ref).toBe(`${(await operation).ref}`);
  });

  test('send nothing again when they go on elsewhere', async (scene) => {
    const operation = scene.cloud.gateways.create(scene.spec());
    await operation.accepted;
    await (await scene.elsewhere()).resume(JSON.parse(JSON.stringify(operation)));
    const named = scene.cloud.gateways.list({ name: (await operation).name });
    expect(await named.toArray()).toHaveLength(1);
  });

  test('go on elsewhere for a rule as they do for a gateway', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const operation = handle.snat.add(scene.snatRule(1));
      await operation.accepted;
      const settled = await (await scene.elsewhere()).resume(JSON.parse(JSON.stringify(operation)));
      expect(settled).toMatchObject({ source: scene.terrain.source(1), state: 'available' });
      expect(await handle.snat.list().toArray()).toHaveLength(1);
    }));

  test('go on elsewhere for a deletion', (scene) =>
    whereSupported(scene, 'gateways.delete', async () => {
      const { handle } = await scene.gateway();
      const operation = handle.delete();
      await operation.accepted;
      const resumed = (await scene.elsewhere()).resume(JSON.parse(JSON.stringify(operation)));
      await expect(resumed).resolves.toBeUndefined();
      expect((await failureOf(handle.get())).code).toBe('not-found');
    }));

  test('hold no secret in their JSON', async (scene) => {
    const operation = scene.cloud.gateways.create(scene.spec());
    await operation;
    const text = JSON.stringify(operation);
    for (const secret of scene.harness.secrets ?? []) expect(text).not.toContain(secret);
  });

  test('give up at their deadline, telling what they saw, while the work goes on', async (scene) => {
    const spec = scene.spec();
    const error = await failureOf(scene.cloud.gateways.create(spec, { within: 900 }));
    expect(error).toMatchObject({
      code: 'timeout',
      outcome: 'unknown',
      remedy: expect.stringMatching(/\w/),
    });
  });
});
