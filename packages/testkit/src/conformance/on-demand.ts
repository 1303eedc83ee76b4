import { type GatewayHandle, valuesOf } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

const newAddress = 'new' as const;

export const addressesComeOnDemand = topic('addresses on demand', (test) => {
  test('orders, attaches and uses an address for a new SNAT rule, once however often it is asked', (scene) =>
    whereOrdered(scene, async () => {
      const { handle } = await scene.gateway();
      const before = await allIps(scene);
      const add = (owner: GatewayHandle) =>
        owner.snat.add({ ...scene.snatRule(1), through: newAddress }, { token: 'on-demand-1' });
      const rule = await add(handle);
      const other = await scene.elsewhere();
      await add(other.gateway(handle.ref)).catch(expectKnown);
      const bought = (await allIps(scene)).filter((ip) => !before.includes(ip));
      expect(rule.through).toEqual(bought);
      expect(bought).toHaveLength(1);
      expect(await ipsOf(handle)).toEqual(expect.arrayContaining(bought));
      expect(await handle.snat.list().toArray()).toHaveLength(1);
    }));

  test('says what was bought when it ends in between, and goes on under the same token', (scene) =>
    whereOrdered(scene, async () => {
      const { handle } = await scene.gateway();
      const before = await allIps(scene);
      const request = { ...scene.snatRule(1), through: newAddress };
      const adding = handle.snat.add(request, { token: 'on-demand-2' });
      adding.onProgress((event) => {
        if (event.type === 'accepted' && event.step.includes('attached')) adding.abort();
      });
      const error = await failureOf(adding);
      const [bought = 'nothing'] = (await allIps(scene)).filter((ip) => !before.includes(ip));
      expect(error).toMatchObject({ code: 'aborted', outcome: 'unknown' });
      expect(error.message).toContain(`${bought}`);
      expect(error.remedy).toContain(bought);
      const other = await scene.elsewhere();
      const rule = await other.gateway(handle.ref).snat.add(request, { token: 'on-demand-2' });
      expect(rule.through).toEqual([bought]);
      expect(await allIps(scene)).toHaveLength(before.length + 1);
    }));

  test('is resumed by another process from what the error carries', (scene) =>
    whereOrdered(scene, async () => {
      const { handle } = await scene.gateway();
      const before = await allIps(scene);
      const adding = handle.snat.add({ ...scene.snatRule(1), through: newAddress });
      adding.onProgress((event) => event.type === 'accepted' && adding.abort());
      const error = await failureOf(adding);
      const other = await scene.elsewhere();
      await other.resume(JSON.parse(JSON.stringify(error.operation)));
      expect(await allIps(scene)).toHaveLength(before.length + 1);
      expect(await handle.snat.list().toArray()).toHaveLength(1);
    }));

  test('buys nothing for a source that has a rule', (scene) =>
    whereOrdered(scene, async () => {
      const { handle } = await scene.equipped('snat');
      await handle.snat.add(scene.snatRule(1));
      const before = await allIps(scene);
      const error = await failureOf(handle.snat.add({ ...scene.snatRule(1), through: newAddress }));
      expect(error).toMatchObject({ code: 'already-exists', outcome: 'none' });
      expect(await allIps(scene)).toEqual(before);
    }));

  test('orders an address for each new SNAT rule of a batch, once however often it is asked', (scene) =>
    whereOrdered(scene, async () => {
      const { handle } = await scene.gateway();
      const before = await allIps(scene);
      const rules = [1, 2].map((index) => ({ ...scene.snatRule(index), through: newAddress }));
      const first = valuesOf(await handle.snat.addAll(rules, { token: 'on-demand-3' }));
      const other = await scene.elsewhere();
      const again = await other.gateway(handle.ref).snat.addAll(rules, { token: 'on-demand-3' });
      for (const { error } of again) if (error) expectKnown(error);
      const bought = (await allIps(scene)).filter((ip) => !before.includes(ip));
      expect(first.flatMap(({ through }) => through).toSorted()).toEqual(bought.toSorted());
      expect(bought).toHaveLength(2);
      expect(await handle.snat.list().toArray()).toHaveLength(2);
    }));

  test('buys nothing for the one SNAT rule of a batch that the cloud would refuse', (scene) =>
    whereOrdered(scene, async () => {
      const { handle } = await scene.gateway();
      const before = await allIps(scene);
      const rules = [1, 2, 1].map((index) => ({ ...scene.snatRule(index), through: newAddress }));
      const results = await handle.snat.addAll(rules);
      expect(results).toMatchObject([
        { index: 0, value: { state: 'available' } },
        { index: 1, value: { state: 'available' } },
        { index: 2, error: { code: 'already-exists', outcome: 'none' } },
      ]);
      expect(await allIps(scene)).toHaveLength(before.length + 2);
    }));

  test('says for each SNAT rule of a batch what it bought, and goes on under the same token', (scene) =>
    whereOrdered(scene, async () => {
      const { handle } = await scene.gateway();
      const before = await allIps(scene);
      const rules = [1, 2, 3].map((index) => ({ ...scene.snatRule(index), through: newAddress }));
      const adding = handle.snat.addAll(rules, { token: 'on-demand-4' });
      let attached = 0;
      adding.onProgress((event) => {
        if (event.type !== 'accepted' || !event.step.includes('attached')) return;
        attached += 1;
        if (attached === 2) adding.abort();
      });
      const [, broken, unsent] = await adding;
      const bought = (await allIps(scene)).filter((ip) => !before.includes(ip));
      expect(bought).toHaveLength(2);
      expect(bought).toContain(bought.find((ip) => broken?.error?.message.includes(ip)));
      expect(broken?.error).toMatchObject({ code: 'aborted', outcome: 'unknown' });
      expect(unsent?.error).toMatchObject({ code: 'aborted', outcome: 'none' });
      const other = await scene.elsewhere();
      await other.resume(JSON.parse(JSON.stringify(broken?.error?.operation)));
      expect(await handle.snat.list().toArray()).toHaveLength(2);
      const again = await other.gateway(handle.ref).snat.addAll(rules, { token: 'on-demand-4' });
      for (const { error } of again) if (error) expectKnown(error);
      expect(await handle.snat.list().toArray()).toHaveLength(3);
      expect(await allIps(scene)).toHaveLength(before.length + 3);
    }));

  test('attaches for a batch of DNAT rules what they name, once for those that share it', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle } = await scene.gateway();
      const ip = scene.address();
      const rules = [1, 2].map((index) => scene.dnatRule(ip, index));
      const added = valuesOf(await handle.dnat.addAll(rules, { attach: true }));
      expect(added.map((rule) => rule.public.address)).toEqual([ip, ip]);
      expect((await ipsOf(handle)).filter((held) => held === ip)).toHaveLength(1);
    }));

  test('refuses a batch with addresses that is to be all or nothing', async (scene) => {
    const rules = [{ ...scene.snatRule(1), through: newAddress }];
    const error = await failureOf(scene.nobody().snat.addAll(rules, { atomic: true }));
    expect(error).toMatchObject({ code: 'invalid-argument', outcome: 'none' });
  });

  test('attaches the address that an SNAT rule names', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { gateway, handle } = await scene.gateway();
      const ip = scene.address();
      const through = [...(scene.limits('snat.through') ? [] : gateway.addresses.map((one) => one.ip)), ip];
      const rule = await handle.snat.add(scene.snatRule(1, { through }), { attach: true });
      expect(rule.through.toSorted()).toEqual(through.toSorted());
      expect(await ipsOf(handle)).toContain(ip);
    }));

  test('attaches nothing for a rule that the cloud would refuse', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      await handle.snat.add(scene.snatRule(1));
      const before = await ipsOf(handle);
      const request = scene.snatRule(1, { through: [scene.address()] });
      const error = await failureOf(handle.snat.add(request, { attach: true }));
      expect(error.outcome).toBe('none');
      expect(await ipsOf(handle)).toEqual(before);
    }));

  test('detaches with an SNAT rule what no other rule uses', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const ip = await scene.attach(handle, 'snat');
      const through = scene.limits('snat.through') ? { through: [ip] } : {};
      const kept = await handle.snat.add(scene.snatRule(1, through));
      const rule = await handle.snat.add(scene.snatRule(2, through));
      const used = await handle.snat.remove(rule.id, { detach: [ip] });
      expect(used).toMatchObject({ detached: [], kept: [{ address: ip }] });
      expect(await ipsOf(handle)).toContain(ip);
      expect((await handle.snat.remove(kept.id, { detach: true })).detached).toContain(ip);
      expect(await ipsOf(handle)).not.toContain(ip);
      expect(await handle.snat.list().toArray()).toEqual([]);
    }));

  test('detaches once under a token, and says when nothing tells any more what the rule used', (scene) =>
    whereSupported(scene, 'snat.rules', async () => {
      const { handle } = await scene.equipped('snat');
      const ip = await scene.attach(handle, 'snat');
      const through = scene.limits('snat.through') ? { through: [ip] } : {};
      const rule = await handle.snat.add(scene.snatRule(1, through));
      const token = 'remove-on-demand';
      await handle.snat.remove(rule.id, { detach: [ip], token });
      await handle.snat.remove(rule.id, { detach: [ip], token });
      const error = await failureOf(handle.snat.remove(rule.id, { detach: true, token }));
      expect(error).toMatchObject({ code: 'failed-precondition', outcome: 'unknown', field: 'detach' });
      const unknown = await failureOf(handle.snat.remove(rule.id, { detach: true }));
      expect(unknown).toMatchObject({ code: 'not-found', outcome: 'none' });
    }));

  test('orders an address for a new DNAT rule, and detaches it with the rule', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle } = await scene.gateway();
      const before = await allIps(scene);
      const { public: outside, ...rest } = scene.dnatRule('', 1);
      const rule = await handle.dnat.add({ ...rest, public: { ...outside, address: newAddress } });
      const bought = (await allIps(scene)).filter((ip) => !before.includes(ip));
      expect(bought).toEqual([rule.public.address]);
      const { minimum = 0 } = scene.limits('addresses.attach') ?? {};
      const { detached, kept } = await handle.dnat.remove(rule.id, { detach: true });
      const stays = (await ipsOf(handle)).includes(rule.public.address);
      expect(stays ? kept.map(({ address }) => address) : detached).toEqual(bought);
      expect(stays && minimum === 0).toBe(false);
      expect(await handle.dnat.list().toArray()).toEqual([]);
    }));

  test('attaches the address that a DNAT rule names', (scene) =>
    whereSupported(scene, 'dnat.rules', async () => {
      const { handle } = await scene.gateway();
      const ip = scene.address();
      const rule = await handle.dnat.add(scene.dnatRule(ip, 1), { attach: true });
      expect(rule.public.address).toBe(ip);
      expect(await ipsOf(handle)).toContain(ip);
    }));
});

/**
 * Tells the story where a rule can choose an address of its own, and a repeated order is recognised. Elsewhere an address on demand is
 * refused before anything is bought or attached.
 */
async function whereOrdered(scene: Scene, story: () => Promise<void>): Promise<void> {
  const order = scene.limits('addresses.allocate');
  const isRecognised = order?.token ?? scene.limits('writes.token');
  if (order && scene.limits('snat.through') && isRecognised) return story();
  const { handle } = await scene.equipped('snat');
  const before = await allIps(scene);
  const error = await failureOf(handle.snat.add({ ...scene.snatRule(1), through: newAddress }));
  expect(error).toMatchObject({ code: 'unsupported', outcome: 'none' });
  expect(error.remedy).toMatch(/\w/);
  expect(await allIps(scene)).toEqual(before);
}

/** A cloud may answer the same rule again, or that it is there. */
const expectKnown = (error: unknown): void => expect(error).toMatchObject({ code: 'already-exists' });

const ipsOf = async (handle: GatewayHandle): Promise<readonly string[]> =>
  (await handle.addresses.list().toArray()).map(({ ip }) => ip);

const allIps = async ({ cloud }: Scene): Promise<readonly string[]> =>
  (await cloud.addresses.list().toArray()).map(({ ip }) => ip);
