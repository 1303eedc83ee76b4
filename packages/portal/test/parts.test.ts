import { describe, expect, it } from 'vitest';
import { StreamReader } from '../src/api/stream.ts';
import type { Gateway, Run } from '../src/api/types.ts';
import { chooseRows, everything } from '../src/fleet/choose-rows.ts';
import { rowWindow } from '../src/fleet/row-window.ts';
import { mappingOf, subnetsIn, undecided } from '../src/migrate/mapping.ts';
import { routeOf } from '../src/portal/route.ts';
import { calendarOf } from '../src/renewals/calendar.ts';
import { progressOf, timelineOf } from '../src/runs/timeline.ts';

const now = Date.parse('2026-11-29T00:00:00Z');

const gateway = (name: string, more: Partial<Gateway> = {}): Gateway => ({
  ...{ ref: `shop:r/${name}`, name, state: 'available', providerState: 'ok', placement: { vpc: 'vpc-1' } },
  ...{
    size: { tier: 'small' },
    addresses: [],
    billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
    tags: {},
  },
  ...more,
});

const prepaid = (name: string, expires?: string) =>
  gateway(name, { billing: { mode: 'prepaid', status: 'good', ...(expires !== undefined && { expires }) } });

describe('the window of rows', () => {
  it('draws what is seen and a little more, and leaves the room of the rest', () => {
    const view = { rows: 10_000, rowHeight: 46, height: 460 };
    expect(rowWindow({ ...view, scrollTop: 0 })).toEqual({ first: 0, end: 22, before: 0, after: 9_978 * 46 });
    const middle = rowWindow({ ...view, scrollTop: 4_600 });
    expect(middle).toEqual({ first: 88, end: 122, before: 88 * 46, after: 9_878 * 46 });
    expect(middle.before + (middle.end - middle.first) * 46 + middle.after).toBe(460_000);
    expect(rowWindow({ ...view, scrollTop: 460_000 })).toMatchObject({ end: 10_000, after: 0 });
  });

  it('draws nothing of nothing, and stays inside a list that a filter made short', () => {
    expect(rowWindow({ rows: 0, rowHeight: 46, scrollTop: 900, height: 460 })).toEqual({
      first: 0,
      end: 0,
      before: 0,
      after: 0,
    });
    expect(rowWindow({ rows: 3, rowHeight: 46, scrollTop: 9_000, height: 460 })).toMatchObject({
      first: 3,
      end: 3,
    });
  });
});

describe('the rows of the fleet', () => {
  const all = [
    gateway('b', {
      addresses: [{ ip: '47.1.1.1', use: 'idle', state: 'available', providerState: 'ok' }],
      tags: { team: 'shop' },
    }),
    prepaid('a', '2026-12-01T00:00:00Z'),
    gateway('c', { ref: 'search:r/c', state: 'failed', size: { connections: 5 } }),
  ];
  const names = (
    filter: Partial<typeof everything>,
    by: 'name' | 'expires' | 'cloud' = 'name',
    down = false,
  ) => chooseRows(all, { ...everything, ...filter }, { by, down }, now).map(({ name }) => name);

  it('are found by name, ref, VPC, public IP and tag', () => {
    expect(names({ text: 'A' })).toEqual(expect.arrayContaining(['a']));
    expect(names({ text: '47.1.1' })).toEqual(['b']);
    expect(names({ text: 'team=shop' })).toEqual(['b']);
    expect(names({ text: 'vpc-1' })).toEqual(['a', 'b', 'c']);
    expect(names({ text: 'nowhere' })).toEqual([]);
  });

  it('are chosen by cloud, state and expiry, and sorted', () => {
    expect(names({ cloud: 'search' })).toEqual(['c']);
    expect(names({ state: 'failed' })).toEqual(['c']);
    expect(names({ expiresWithin: 7 })).toEqual(['a']);
    expect(names({ expiresWithin: 1 })).toEqual([]);
    expect(names({}, 'expires')).toEqual(['a', 'b', 'c']);
    expect(names({}, 'name', true)).toEqual(['c', 'b', 'a']);
  });
});

describe('the calendar of renewals', () => {
  it('has what is over first and what the cloud does not tell last', () => {
    const all = [
      prepaid('x'),
      prepaid('late', '2027-01-09T00:00:00Z'),
      prepaid('over', '2026-11-01T00:00:00Z'),
      prepaid('soon', '2026-12-24T00:00:00Z'),
      prepaid('sooner', '2026-12-02T00:00:00Z'),
      gateway('metered'),
    ];
    expect(calendarOf(all, now).map(({ key, gateways }) => [key, gateways.map(({ name }) => name)])).toEqual([
      ['expired', ['over']],
      ['2026-12', ['sooner', 'soon']],
      ['2027-01', ['late']],
      ['undated', ['x']],
    ]);
  });
});

describe('a stream of events', () => {
  it('is the same however it is cut', () => {
    const text =
      ':\n\nid: 0.0\nevent: begun\ndata: {"a":1}\n\nid: 0.1\nevent: done\ndata: x\ndata: y\n\nevent: end\ndata: {}\n\n';
    const whole = new StreamReader().read(text);
    expect(whole).toEqual([
      { type: 'begun', data: '{"a":1}', id: '0.0' },
      { type: 'done', data: 'x\ny', id: '0.1' },
      { type: 'end', data: '{}', id: '0.1' },
    ]);
    const reader = new StreamReader();
    expect([...text].flatMap((letter) => reader.read(letter))).toEqual(whole);
  });

  it('tells nothing of half an event, and keeps the place it was asked to go on after', () => {
    expect(new StreamReader().read('id: 0.4\nevent: done\ndata: 1\n')).toEqual([]);
    expect(new StreamReader('0.7').read('event: end\ndata: 1\n\n')).toEqual([
      { type: 'end', data: '1', id: '0.7' },
    ]);
  });
});

describe('a mapping', () => {
  it('leaves out what is not decided', () => {
    expect(mappingOf({ ...undecided, vpc: 'vpc-2' })).toEqual({
      network: { vpc: 'vpc-2' },
      billing: { mode: 'on-demand' },
    });
  });

  it('has every decision', () => {
    const decided = {
      ...undecided,
      vpc: 'v',
      subnet: 's',
      name: ' egress ',
      addresses: { '1.1.1.1': 'allocate', '2.2.2.2': '' },
      size: '{"units":2}',
      term: '{"months":1}',
      soak: '24h',
      deleteSource: true,
      accept: ['dnat'],
    };
    expect(mappingOf(decided)).toEqual({
      network: { vpc: 'v', subnet: 's' },
      name: 'egress',
      addresses: { '1.1.1.1': 'allocate' },
      size: { units: 2 },
      billing: { mode: 'prepaid', term: { months: 1 } },
      soak: '24h',
      deleteSource: true,
      accept: ['dnat'],
    });
  });

  it('asks for a subnet of the target for each one that a rule names', () => {
    const rule = (source: { cidr: string } | { subnet: string }) => ({
      id: 'r',
      source,
      through: [],
      state: 'available' as const,
      providerState: 'ok',
    });
    expect(
      subnetsIn([
        rule({ subnet: 'a' }),
        rule({ cidr: '10.0.0.0/8' }),
        rule({ subnet: 'a' }),
        rule({ subnet: 'b' }),
      ]),
    ).toEqual(['a', 'b']);
  });
});

describe('a timeline', () => {
  const run: Run = {
    ...{
      id: 'r',
      procedure: 'polynat.migrate',
      locks: [],
      created: '2026-11-29T00:00:00.000Z',
      state: 'running',
      direction: 'forward',
      answers: [],
    },
    input: {
      gaps: [],
      stages: [
        {
          title: 'verify',
          concurrency: 1,
          steps: [
            { id: 'one', kind: 'verify', summary: 'first' },
            { id: 'two', kind: 'verify', summary: 'second' },
          ],
        },
      ],
      cutOver: { finalize: [{ id: 'last', kind: 'source.delete', summary: 'delete' }] },
    },
    steps: [
      { name: 'one', kind: 'verify', state: 'done', endedAt: 5, startedAt: 1 },
      { name: 'two', kind: 'verify', state: 'failed', failure: { message: 'no' } },
      { name: 'traffic-switch', kind: 'traffic.switch', state: 'done' },
    ],
  };

  it('has every step of the plan, and what the plan does not name before the end', () => {
    expect(timelineOf(run)).toEqual([
      {
        title: 'verify',
        steps: [
          { id: 'one', summary: 'first', state: 'done', at: 5 },
          { id: 'two', summary: 'second', state: 'failed', why: 'no' },
        ],
      },
      {
        title: 'cut over',
        steps: [{ id: 'traffic-switch', summary: 'traffic-switch', kind: 'traffic.switch', state: 'done' }],
      },
      { title: 'finalize', steps: [{ id: 'last', summary: 'delete', state: 'planned' }] },
    ]);
    expect(progressOf(timelineOf(run))).toEqual({ done: 2, all: 4 });
  });

  it('of a run without a plan has its steps', () => {
    expect(timelineOf({ ...run, input: { policy: 1 } })).toMatchObject([
      { title: 'steps', steps: [{ id: 'one' }, { id: 'two' }, { id: 'traffic-switch' }] },
    ]);
  });
});

describe('a place on the page', () => {
  it.each([
    ['#/gateway/shop%3Ar%2Fngw-1', { part: 'gateway', id: 'shop:r/ngw-1' }],
    ['#/runs', { part: 'runs', id: '' }],
    ['', { part: 'fleet', id: '' }],
    ['#/nothing/there', { part: 'fleet', id: '' }],
    ['#/gateway/%E0%A4%A', { part: 'gateway', id: '' }],
    ['#/constructor', { part: 'fleet', id: '' }],
  ])('%s', (hash, route) => {
    expect(routeOf(hash)).toEqual(route);
  });
});
