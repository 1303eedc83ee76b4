import { bindModes, type Gateway, GatewayRef } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { topic } from './scene.ts';
import { callOf, settle } from './settle.ts';

export const gatewaysBehave = topic('gateways', (test) => {
  test('creates a gateway that settles as available and reads back the same', async (scene) => {
    const spec = scene.spec();
    const created = await scene.cloud.gateways.create(spec);
    expect(created).toMatchObject({ name: spec.name, state: 'available' });
    expect(created.placement.vpc).toBe(spec.network.vpc);
    expect(portable(await scene.nat.gateway(created.ref).get())).toEqual(portable(created));
  });

  test('names a gateway by a ref that survives being printed', async (scene) => {
    const { gateway } = await scene.gateway();
    const again = await scene.nat.gateway(`${gateway.ref}`).get();
    expect(again.ref).toEqual(gateway.ref);
    expect(GatewayRef.parse(JSON.parse(JSON.stringify(gateway.ref)))).toEqual(gateway.ref);
  });

  test('answers with frozen snapshots that keep the words of the provider', async (scene) => {
    const { gateway } = await scene.gateway();
    expect(Object.isFrozen(gateway)).toBe(true);
    expect(gateway.providerState).toMatch(/\w/);
    expect(gateway.native).toBeTypeOf('object');
  });

  test('lists gateways, all of them or by name, network and state', async (scene) => {
    const [{ gateway }, other] = [await scene.gateway(), await scene.gateway()];
    const both = [gateway.ref.id, other.gateway.ref.id];
    const ids = async (filter: object) =>
      (await scene.cloud.gateways.list(filter).toArray()).map(({ ref }) => ref.id);
    expect(await ids({})).toEqual(expect.arrayContaining(both));
    expect(await ids({ name: gateway.name })).toEqual([gateway.ref.id]);
    expect(await ids({ network: scene.harness.network.vpc })).toEqual(expect.arrayContaining(both));
    expect(await ids({ state: 'available' })).toEqual(expect.arrayContaining(both));
    expect(await ids({ state: 'failed' })).not.toEqual(expect.arrayContaining(both));
  });

  test('refuses a network that does not exist', async (scene) => {
    const { network } = scene.spec();
    const error = await failureOf(
      scene.cloud.gateways.create(scene.spec({ network: { ...network, vpc: 'vpc-00000000' } })),
    );
    expect(['not-found', 'invalid-argument', 'failed-precondition']).toContain(error.code);
  });

  test('renames', (scene) =>
    whereSupported(scene, 'gateways.rename', async () => {
      const { handle } = await scene.gateway();
      const renamed = await handle.rename('egress_renamed');
      expect(renamed.name).toBe('egress_renamed');
      expect((await handle.get()).name).toBe('egress_renamed');
    }));

  test('describes', (scene) =>
    whereSupported(scene, 'gateways.description', async () => {
      const { handle } = await scene.gateway();
      await handle.describe('leads the shop outside');
      expect((await handle.get()).description).toBe('leads the shop outside');
    }));

  test('limits what a gateway sends, from the order on and later', (scene) =>
    whereSupported(scene, 'gateways.outbound-limit', async ({ mbps }) => {
      const [least = 0, more = least] = mbps;
      const { handle, gateway } = await scene.gateway({ outboundMbps: least });
      expect(gateway.outboundMbps).toBe(least);
      expect(await handle.limitOutbound(more)).toMatchObject({ name: gateway.name, outboundMbps: more });
      expect((await handle.get()).outboundMbps).toBe(more);
      const error = await failureOf(handle.limitOutbound(Math.max(...mbps) + 1));
      expect(error).toMatchObject({ code: 'invalid-argument', field: 'outboundMbps', outcome: 'none' });
    }));

  test('answers a ping or not, as ordered and as changed later', (scene) =>
    whereSupported(scene, 'gateways.icmp-reply', async ({ order, change }) => {
      const { gateway, handle } = await scene.gateway(order && { options: { icmpReply: false } });
      if (order) expect(gateway.options).toMatchObject({ icmpReply: false });
      if (change) await handle.configure({ icmpReply: !order });
      expect((await handle.get()).options?.icmpReply).toBe(change ? !order : false);
    }));

  test('keeps one public address per host, as ordered and as changed later', (scene) =>
    whereSupported(scene, 'gateways.affinity', async ({ order, change, sizes }) => {
      const offered = sizes?.includes('metered') ? { size: { metered: true } as const } : {};
      const { gateway, handle } = await scene.gateway({
        ...offered,
        ...(order && { options: { affinity: true } }),
      });
      if (order) expect(gateway.options).toMatchObject({ affinity: true });
      else
        await expectOptionRefused(scene.cloud.gateways.create(scene.spec({ options: { affinity: true } })));
      if (!change) return;
      const changed = await handle.configure({ affinity: false });
      expect(changed.options).toMatchObject({ affinity: false });
      expect((await handle.get()).options).toEqual(changed.options);
    }));

  test('binds public addresses as ordered and as changed later', (scene) =>
    whereSupported(scene, 'gateways.bind-mode', async ({ order, change }) => {
      const [first] = order;
      const { gateway, handle } = await scene.gateway(first && { options: { bindMode: first } });
      if (first) expect(gateway.options).toMatchObject({ bindMode: first });
      for (const bindMode of change)
        expect((await handle.configure({ bindMode })).options).toMatchObject({ bindMode });
      for (const bindMode of bindModes.filter((mode) => !change.includes(mode)))
        await expectOptionRefused(handle.configure({ bindMode }));
    }));

  test('takes tags with the order', (scene) =>
    whereSupported(scene, 'gateways.create.tags', async () => {
      const { gateway, handle } = await scene.gateway({ tags: { team: 'shop' } });
      expect(gateway.tags).toMatchObject({ team: 'shop' });
      expect((await handle.get()).tags).toMatchObject({ team: 'shop' });
    }));

  test('tells what stands between a gateway and its traffic, and waits until nothing does', (scene) =>
    whereSupported(scene, 'snat.rules', async ({ sourcesWithoutRule }) => {
      const { handle } = await scene.equipped('snat');
      const codes = async () => (await handle.readiness()).obstacles.map(({ code }) => code);
      expect((await codes()).includes('no-rule')).toBe(sourcesWithoutRule !== 'forwarded');
      await handle.snat.add(scene.snatRule(1));
      if (scene.limits('gateways.create')?.routes === 'manual') {
        expect(await codes()).toEqual(['no-route']);
      } else {
        expect(await handle.readiness()).toEqual({ ready: true, obstacles: [] });
        expect((await handle.wait({ until: 'ready' })).ref).toEqual(handle.ref);
      }
    }));

  test('waits until a gateway is gone, and never for what cannot come any more', async (scene) => {
    const { handle } = await scene.gateway();
    expect((await handle.wait({ until: 'available' })).state).toBe('available');
    await handle.delete();
    expect(await handle.wait({ until: 'gone' })).toBeUndefined();
    expect((await failureOf(handle.wait({ until: 'available' }))).code).toBe('not-found');
  });

  test('tags, keeping the tags it does not mention', (scene) =>
    whereSupported(scene, 'gateways.tags', async () => {
      const { handle } = await scene.gateway({ tags: { team: 'shop' } });
      await handle.tag({ stage: 'test' });
      expect((await handle.get()).tags).toMatchObject({ team: 'shop', stage: 'test' });
    }));

  test('keeps a protected gateway until the protection is taken off', (scene) =>
    whereSupported(scene, 'gateways.protect', async () => {
      const { handle } = await scene.gateway();
      await handle.protect();
      expect((await handle.get()).protected).toBe(true);
      expect((await failureOf(handle.delete())).code).toBe('failed-precondition');
      await handle.protect(false);
      await handle.delete();
      expect((await failureOf(handle.get())).code).toBe('not-found');
    }));

  test('converts an older gateway to the newer generation', (scene) =>
    whereSupported(scene, 'gateways.convert', async ({ to }) => {
      const key = (await scene.harness.olderGateway?.()) ?? (await scene.gateway()).gateway.ref;
      const { subnet } = scene.harness.network;
      const converted = await scene.nat
        .gateway(new GatewayRef('cloud', key))
        .convert({ ...(subnet !== undefined && { subnet }) });
      expect(converted).toMatchObject({ generation: to, state: 'available' });
    }));

  test('deletes a gateway until it is gone', (scene) =>
    whereSupported(scene, 'gateways.delete', async () => {
      const { handle } = await scene.gateway();
      await handle.delete();
      expect((await failureOf(handle.get())).code).toBe('not-found');
    }));

  test('calls a deletion done when the gateway is gone already', (scene) =>
    whereSupported(scene, 'gateways.delete', async () => {
      const { handle } = await scene.gateway();
      await handle.delete();
      const call = callOf(scene, 'delete-once-more');
      const receipt = await scene.driver.gateways.delete(handle.ref, false, call);
      await expect(settle(scene, receipt, call)).resolves.toBeUndefined();
    }));
});

/** The provider's own record may tell more at one time than at another. */
function portable({ native, addresses, ...facts }: Gateway) {
  return { ...facts, addresses: addresses.map(({ native: _, ...address }) => address) };
}

/** A choice that the cloud does not offer at this moment is refused with the moment at which it does. */
async function expectOptionRefused(attempt: PromiseLike<unknown>): Promise<void> {
  const error = await failureOf(attempt);
  expect(error).toMatchObject({ code: 'unsupported', outcome: 'none' });
  expect(error.field).toMatch(/^options\./);
  expect(error.remedy).toMatch(/\w/);
}
