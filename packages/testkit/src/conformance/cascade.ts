import type { DeletionItem, GatewayHandle } from '@polynat/core';
import { NatError } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const deletionTakesAllAlong = topic('deletion with what hangs on a gateway', (test) => {
  test('leaves neither gateway nor rules, and every address free', (scene) =>
    whereSupported(scene, 'gateways.delete', async () => {
      const { handle, ips } = await furnished(scene);
      await handle.delete({ cascade: true });
      expect((await failureOf(handle.get())).code).toBe('not-found');
      for (const ip of ips) expect(await isFree(scene, ip), ip).toBe(true);
    }));

  test('tells before what would go, and what the cloud takes along, and changes nothing', (scene) =>
    whereSupported(scene, 'gateways.delete', async ({ takes = [] }) => {
      const { handle, ips } = await furnished(scene);
      const before = await handle.get();
      const plan = await handle.delete({ cascade: true, dryRun: true });
      expect(plan.gateway.ref).toEqual(handle.ref);
      const rules = plan.items.filter(({ kind }) => kind.endsWith('-rule'));
      expect(new Set(rules.map(({ id }) => id))).toEqual(new Set(await rulesOf(scene, handle)));
      for (const rule of rules) expect(rule.by).toBe(takes.includes('rules') ? 'cloud' : 'request');
      for (const ip of ips) expect(named(plan.items, ip)).toMatchObject({ kind: 'address', end: 'detached' });
      expect(plan.items.at(-1)).toMatchObject({ kind: 'gateway', id: handle.ref.id, by: 'request' });
      const { native, addresses, ...after } = await handle.get();
      expect(before).toMatchObject(after);
      expect(addresses.map(({ ip }) => ip)).toEqual(before.addresses.map(({ ip }) => ip));
    }));

  test('needs one write where the cloud takes everything along', (scene) =>
    whereSupported(scene, 'gateways.delete', async ({ takes = [] }) => {
      const { handle } = await furnished(scene);
      if (!takes.includes('rules') || !takes.includes('addresses')) return;
      const accepted: string[] = [];
      const operation = handle.delete({ cascade: true });
      operation.onProgress((event) => event.type === 'accepted' && accepted.push(event.step));
      await operation;
      expect(accepted).toHaveLength(1);
    }));

  test('releases the addresses when asked', (scene) =>
    whereSupported(scene, 'addresses.release', async () => {
      const { handle, ips } = await furnished(scene);
      const plan = await handle.delete({ cascade: true, release: true, dryRun: true });
      for (const ip of ips) expect(named(plan.items, ip)).toMatchObject({ end: 'released', by: 'request' });
      await handle.delete({ cascade: true, release: true });
      const left = (await scene.cloud.addresses.list().toArray()).map(({ ip }) => ip);
      for (const ip of ips) expect(left).not.toContain(ip);
    }));

  test('refuses to release what the gateway does not hold, or without cascade, before anything is sent', (scene) =>
    whereSupported(scene, 'addresses.release', async () => {
      const { handle } = await scene.gateway();
      const foreign = await failureOf(handle.delete({ cascade: true, release: ['203.0.113.250'] }));
      expect(foreign).toMatchObject({ code: 'invalid-argument', field: 'release.0', outcome: 'none' });
      const alone = await failureOf(handle.delete({ release: true }));
      expect(alone).toMatchObject({ code: 'invalid-argument', field: 'release', outcome: 'none' });
      expect((await handle.get()).state).toBe('available');
    }));

  test('keeps a protected gateway with everything it has', (scene) =>
    whereSupported(scene, 'gateways.protect', async () => {
      const { handle } = await furnished(scene);
      const rules = await rulesOf(scene, handle);
      await handle.protect();
      expect((await failureOf(handle.delete({ cascade: true }))).code).toBe('failed-precondition');
      expect(await rulesOf(scene, handle)).toEqual(rules);
    }));

  test('ends in the same world when it stops after any request and is repeated', (scene) =>
    whereSupported(scene, 'gateways.delete', async () => {
      const { handle, ips } = await furnished(scene);
      const token = 'deleted-in-pieces';
      for (let requests = 1; ; requests += 1) {
        const end = await handle
          .delete({ cascade: true, token, beforeSend: stopAfter(requests) })
          .catch(NatError.from);
        if (!NatError.is(end)) break;
        expect(end.code).toBe('aborted');
        expect(requests).toBeLessThan(60);
      }
      expect((await failureOf(handle.get())).code).toBe('not-found');
      for (const ip of ips) expect(await isFree(scene, ip), ip).toBe(true);
    }));

  test('goes on in another process, which releases what was to be released', (scene) =>
    whereSupported(scene, 'addresses.release', async () => {
      const { handle, ips } = await furnished(scene);
      const operation = handle.delete({ cascade: true, release: true });
      await operation.accepted;
      const stored = JSON.stringify(operation);
      operation.abort();
      await operation.catch(() => undefined);
      await (await scene.elsewhere()).resume(JSON.parse(stored));
      expect((await failureOf(handle.get())).code).toBe('not-found');
      const left = (await scene.cloud.addresses.list().toArray()).map(({ ip }) => ip);
      for (const ip of ips) expect(left).not.toContain(ip);
    }));

  test('reads records that earlier versions stored with force', (scene) =>
    whereSupported(scene, 'gateways.delete', async () => {
      const { handle } = await scene.gateway();
      const operation = handle.delete();
      await operation.accepted;
      const record = { ...JSON.parse(JSON.stringify(operation)), input: { force: true } };
      await expect((await scene.elsewhere()).resume(record)).resolves.toBeUndefined();
      expect((await failureOf(handle.get())).code).toBe('not-found');
    }));
});

/** A gateway with a rule of each kind the cloud has. */
async function furnished(scene: Scene): Promise<{ handle: GatewayHandle; ips: readonly string[] }> {
  const { handle } = await scene.equipped('snat');
  if (scene.limits('snat.rules')) await handle.snat.add(scene.snatRule(1));
  if (scene.limits('dnat.rules')) {
    const ip = await scene.attach(handle, 'dnat');
    await handle.dnat.add(scene.dnatRule(ip, 1));
  }
  return { handle, ips: (await handle.addresses.list().toArray()).map(({ ip }) => ip) };
}

async function rulesOf(scene: Scene, { snat, dnat }: GatewayHandle): Promise<readonly string[]> {
  const outbound = scene.limits('snat.rules') ? await snat.list().toArray() : [];
  const inbound = scene.limits('dnat.rules') ? await dnat.list().toArray() : [];
  return [...outbound, ...inbound].map(({ id }) => id);
}

const named = (items: readonly DeletionItem[], id: string) => items.find((item) => item.id === id);

const isFree = async ({ cloud }: Scene, ip: string): Promise<boolean> =>
  (await cloud.addresses.list({ free: true }).find((address) => address.ip === ip)) !== undefined;

/** As a process that dies: after so many requests nothing leaves any more. */
function stopAfter(requests: number): () => void {
  let sent = 0;
  return () => {
    sent += 1;
    if (sent > requests) throw NatError.aborted(new Error('the process died'));
  };
}
