import { type Page, valuesOf } from '@polynat/core';
import { expect } from 'vitest';
import { whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';
import { callOf } from './settle.ts';

export const pagingBehaves = topic('paging', (test) => {
  test('shows every gateway exactly once across its pages', async (scene) => {
    const made = await gateways(scene, 3);
    const pages: string[][] = [];
    for await (const page of scene.cloud.gateways.list().pages()) pages.push(page.map(({ ref }) => ref.id));
    const shown = pages.flat();
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown).toEqual(expect.arrayContaining(made));
  });

  test('gives one page per request, and a cursor exactly while there is more', async (scene) => {
    await gateways(scene, 3);
    const call = callOf(scene, 'paging');
    const seen = new Set<string>();
    for (let cursor: string | undefined, more = true; more; ) {
      const before = scene.harness.requests();
      const page = await scene.driver.gateways.list({}, cursor, call);
      expect(scene.harness.requests() - before).toBeGreaterThan(0);
      for (const { key } of page.items) seen.add(key.id);
      cursor = page.next;
      more = cursor !== undefined;
    }
    expect(seen.size).toBeGreaterThanOrEqual(3);
  });

  test('stops asking when enough has been taken', async (scene) => {
    await gateways(scene, 3);
    const before = scene.harness.requests();
    await scene.cloud.gateways.list().toArray();
    const all = scene.harness.requests() - before;
    await scene.cloud.gateways.list().take(1);
    expect(scene.harness.requests() - before - all).toBeLessThanOrEqual(all);
  });

  test('starts anew each time a listing is read', async (scene) => {
    const [first] = await gateways(scene, 1);
    const listing = scene.cloud.gateways.list();
    expect((await listing.toArray()).map(({ ref }) => ref.id)).toContain(first);
    const [second] = await gateways(scene, 1);
    expect((await listing.toArray()).map(({ ref }) => ref.id)).toContain(second);
  });

  test('leaves none when each gateway is deleted while they are listed', async (scene) => {
    const made = await gateways(scene, 3);
    const deleted: string[] = [];
    for await (const { ref } of scene.cloud.gateways.list()) {
      if (!made.includes(ref.id)) continue;
      await scene.nat.gateway(ref).delete();
      deleted.push(ref.id);
    }
    expect(deleted.toSorted()).toEqual(made.toSorted());
  });

  test('counts what it read where pages are found by position', async (scene) => {
    await gateways(scene, 3);
    const call = callOf(scene, 'positions');
    let read = 0;
    let shown = 0;
    let page: Page<unknown> | undefined;
    do {
      page = await scene.driver.gateways.list({}, page?.next, call);
      read += page.positions?.read ?? page.items.length;
      shown += page.items.length;
      if (page.positions?.total !== undefined) expect(read).toBeLessThanOrEqual(page.positions.total);
    } while (page.next !== undefined);
    expect(read).toBe(page.positions?.total ?? shown);
  });

  test('shows every rule exactly once across its pages', (scene) =>
    whereSupported(scene, 'snat.source.cidr', async () => {
      const { handle } = await scene.equipped('snat');
      const specs = [1, 2, 3, 4, 5].map((index) => scene.snatRule(index));
      const rules = valuesOf(await handle.snat.addAll(specs));
      const listed = (await handle.snat.list().toArray()).map(({ id }) => id);
      expect(listed.toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
    }));
});

async function gateways(scene: Scene, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push((await scene.gateway()).gateway.ref.id);
  return ids;
}
