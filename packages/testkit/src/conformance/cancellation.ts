import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { topic } from './scene.ts';

export const cancellationIsClean = topic('cancellation', (test) => {
  test('sends nothing when the signal has fired already', async (scene) => {
    const before = scene.harness.requests();
    const error = await failureOf(scene.cloud.gateways.create(scene.spec(), { signal: AbortSignal.abort() }));
    expect(error.code).toBe('aborted');
    expect(scene.harness.requests()).toBe(before);
  });

  test('stops a read whose signal has fired already', async (scene) => {
    const { handle } = await scene.gateway();
    expect((await failureOf(handle.get({ signal: AbortSignal.abort() }))).code).toBe('aborted');
  });

  test('in the middle of a wait leaves no timer behind', async (scene) => {
    const operation = scene.cloud.gateways.create(scene.spec());
    operation.onProgress((event) => event.type === 'pending' && operation.abort());
    expect((await failureOf(operation)).code).toBe('aborted');
    expect(scene.harness.clock.sleeping).toBe(0);
  });

  test('by signal in the middle of a wait leaves no timer behind either', async (scene) => {
    const stop = new AbortController();
    const operation = scene.cloud.gateways.create(scene.spec(), { signal: stop.signal });
    operation.onProgress((event) => event.type === 'pending' && stop.abort());
    expect((await failureOf(operation)).code).toBe('aborted');
    expect(scene.harness.clock.sleeping).toBe(0);
  });

  test('lets the cloud finish what it has accepted', async (scene) => {
    const spec = scene.spec();
    const operation = scene.cloud.gateways.create(spec);
    const receipt = await operation.accepted;
    const stored = JSON.stringify(operation);
    operation.abort();
    await failureOf(operation);
    expect(receipt.kind).toMatch(/\w/);
    expect(await (await scene.elsewhere()).resume(JSON.parse(stored))).toMatchObject({
      state: 'available',
    });
  });

  test('of one that waits for its turn lets the next one pass', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const stop = new AbortController();
      const first = handle.snat.add(scene.snatRule(1));
      const given = handle.snat.add(scene.snatRule(2), { signal: stop.signal });
      const last = handle.snat.add(scene.snatRule(3));
      stop.abort();
      expect((await failureOf(given)).code).toBe('aborted');
      const added = (await Promise.all([first, last])).map(({ id }) => id);
      const listed = (await handle.snat.list().toArray()).map(({ id }) => id);
      expect(listed.toSorted()).toEqual(added.toSorted());
      expect(scene.harness.clock.sleeping).toBe(0);
    }));
});
