import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Collection } from '../../src/common/collection.ts';
import { Scheduler } from '../../src/common/scheduler.ts';
import { addMonths } from '../../src/world/baidu/months.ts';
import { canonicalNetwork } from '../../src/world/baidu/network-address.ts';

describe('the scheduler', () => {
  test('runs what is due in the order of time, then of making, and nothing that was cancelled', () => {
    const moments = fc.array(fc.record({ due: fc.nat({ max: 20 }), cancelled: fc.boolean() }), {
      maxLength: 60,
    });

    fc.assert(
      fc.property(moments, fc.nat({ max: 20 }), (entries, now) => {
        const scheduler = new Scheduler();
        const ran: number[] = [];
        for (const [index, { due, cancelled }] of entries.entries()) {
          const appointment = scheduler.at(due, () => ran.push(index));
          if (cancelled) appointment.cancel();
        }

        scheduler.runDue((due) => due <= now);

        const expected = [...entries.entries()]
          .filter(([, { due, cancelled }]) => due <= now && !cancelled)
          .sort(([, one], [, other]) => one.due - other.due)
          .map(([index]) => index);
        expect(ran).toEqual(expected);
      }),
    );
  });

  test('runs what its own actions add when that is due too', () => {
    const scheduler = new Scheduler();
    const ran: string[] = [];
    scheduler.at(1, () => {
      ran.push('first');
      scheduler.at(2, () => ran.push('second'));
    });

    scheduler.runDue((due) => due <= 2);

    expect(ran).toEqual(['first', 'second']);
  });
});

describe('a collection', () => {
  test('gives all its items once, whatever the length of a page', () => {
    const ids = fc.uniqueArray(fc.string(), { maxLength: 40 });

    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 7 }), (added, limit) => {
        const collection = new Collection<{ readonly id: string }>();
        for (const id of added) collection.add({ id });

        const seen: string[] = [];
        for (let marker: string | undefined = ''; marker !== undefined; ) {
          const page = collection.page(marker, limit);
          seen.push(...page.items.map(({ id }) => id));
          marker = page.next;
        }

        expect(seen).toEqual([...added].sort());
        expect(collection.size).toBe(added.length);
      }),
    );
  });

  test('forgets what is removed and refuses an identifier twice', () => {
    const collection = new Collection<{ readonly id: string }>();
    for (const id of ['b', 'a', 'c']) collection.add({ id });
    collection.remove('b');
    collection.remove('x');

    expect([...collection].map(({ id }) => id)).toEqual(['a', 'c']);
    expect(() => collection.add({ id: 'a' })).toThrow('taken');
  });
});

describe('months', () => {
  test.each([
    ['2026-01-31T12:00:00Z', 1, '2026-02-28T12:00:00Z'],
    ['2028-01-31T00:00:00Z', 1, '2028-02-29T00:00:00Z'],
    ['2026-02-28T23:59:59Z', 12, '2027-02-28T23:59:59Z'],
    ['2026-10-31T00:00:00Z', 4, '2027-02-28T00:00:00Z'],
    ['2026-12-15T08:00:00Z', 36, '2029-12-15T08:00:00Z'],
  ])('%s and %i months are %s', (start, months, end) => {
    expect(addMonths(Date.parse(start), months)).toBe(Date.parse(end));
  });
});

describe('a network', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1/32'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0::/32', '2001:db8::/32'],
    ['::1', '::1/128'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8/128'],
    ['10.0.0.1/8', undefined],
    ['2001:db8::1/64', undefined],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/08', undefined],
    ['10.0.0/8', undefined],
    ['10.0.0.0/8/8', undefined],
    ['fe80::1%eth0', undefined],
    ['', undefined],
  ])('written %s is %s', (text, canonical) => {
    expect(canonicalNetwork(text)).toBe(canonical);
  });
});
