import { NatError } from '@polynat/core';
import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { SharedReads } from '../src/reading/shared-reads.ts';
import { alice, creation, stage } from './stage.ts';

describe('shared reads', () => {
  it('ask a cloud once for a hundred readers, and once more per refresh', async () => {
    const { service, shop, clock } = stage();
    const listings = () => shop.traffic.calls.filter(({ operation }) => operation === 'gateways.list').length;
    const read = (refresh = false) =>
      Promise.all(
        Array.from({ length: 100 }, () => service.reads.gateways(alice, { cloud: 'shop', refresh })),
      );
    await read();
    await read();
    expect(listings()).toBe(1);
    await clock.advance(2_000);
    const [first] = await read(true);
    expect(listings()).toBe(2);
    expect(first?.readAt).toEqual({ shop: clock.now() });
    await clock.advance(31_000);
    await read();
    expect(listings()).toBe(3);
  });

  it('show a change at once', async () => {
    const { service } = stage();
    expect((await service.reads.gateways(alice)).items).toHaveLength(0);
    const { id } = await service.changes.ask(alice, creation(), { key: 'k' });
    await service.changes.wait(alice, id, 60_000);
    expect((await service.reads.gateways(alice)).items).toHaveLength(1);
  });

  it('tell which clouds failed beside what the others answered', async () => {
    const { service, search, clock } = stage();
    const { id } = await service.changes.ask(alice, creation(), { key: 'k' });
    await service.changes.wait(alice, id, 60_000);
    const error = new NatError('forbidden', 'the key may not list');
    await clock.advance(2_000);
    search.faults.next({ is: 'refused', error });
    const { items, failures } = await service.reads.gateways(alice, { refresh: true });
    expect([items.length, failures.map(({ cloud }) => cloud)]).toEqual([1, ['search']]);
  });

  it('ask a cloud that is away once, and again a while later', async () => {
    const clock = manualClock();
    const shared = new SharedReads({ clock });
    let asked = 0;
    const failing = () => shared.read('shop x', false, () => Promise.reject(new Error(`away ${++asked}`)));
    await expect(Promise.all([failing(), failing()])).rejects.toThrow('away 1');
    await expect(failing()).rejects.toThrow('away 1');
    await clock.advance(6_000);
    await expect(failing()).rejects.toThrow('away 2');
  });
});
