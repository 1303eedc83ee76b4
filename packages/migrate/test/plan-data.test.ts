import { describe, expect, it } from 'vitest';
import { digestOf, hasDigest, meaningDigest } from '../src/digest.ts';
import { type GatewayDocument, readPlan, renderPlan } from '../src/index.ts';
import { sealPlan } from '../src/plan.ts';
import { stage } from '../src/stage.ts';
import { bindStep, type Step } from '../src/steps/index.ts';
import { addAllSnat } from '../src/steps/rule-add-all.ts';
import { dnat, document, first, second, snat } from './translate/material.ts';

const source = document({
  snat: [snat({ subnet: 'subnet-a' }, [first, second]), snat({ cidr: '10.0.1.0/24' })],
  dnat: [dnat('tcp', 443), dnat('udp', 53)],
});

const changed = (change: (gateway: GatewayDocument['gateway']) => Partial<GatewayDocument['gateway']>) => ({
  ...source,
  gateway: { ...source.gateway, ...change(source.gateway) },
});

describe('the digest of a document', () => {
  it.each([
    ['the order of rules', { ...source, snat: source.snat.toReversed(), dnat: source.dnat.toReversed() }],
    [
      'the order of addresses in a rule',
      { ...source, snat: [snat({ subnet: 'subnet-a' }, [second, first]), ...source.snat.slice(1)] },
    ],
    ['where and when it was read', changed(() => ({ origin: { ref: 'a:b/c', cloud: 'x', read: 'now' } }))],
    [
      'what passes by itself',
      changed(() => ({ billing: { mode: 'on-demand', meteredBy: 'spec', status: 'arrears-locked' } })),
    ],
    [
      'a subnet that no rule names',
      changed(({ network }) => ({
        network: { ...network, subnets: { ...network.subnets, 'subnet-new': '10.0.9.0/24' } },
      })),
    ],
  ])('does not depend on %s', (_what, other) => {
    expect(meaningDigest(other)).toBe(meaningDigest(source));
  });

  it.each([
    ['a rule', { ...source, dnat: source.dnat.slice(1) }],
    ['an address', { ...source, addresses: source.addresses.slice(0, 1) }],
    [
      'the block of a subnet a rule names',
      changed(({ network }) => ({ network: { ...network, subnets: { 'subnet-a': '10.9.0.0/24' } } })),
    ],
    ['the size', changed(() => ({ size: { tier: 'large' } }))],
    ['how it is paid', changed(() => ({ billing: { mode: 'prepaid', status: 'good' } }))],
  ] as const)('depends on %s', (_what, other) => {
    expect(meaningDigest(other)).not.toBe(meaningDigest(source));
  });

  it('is the same whatever the order of members', () => {
    expect(digestOf({ a: 1, b: [{ c: 2, d: undefined }] })).toBe(digestOf({ b: [{ c: 2 }], a: 1 }));
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
  });

  it('of version 0.1, which knew no metering, is still recognised, and metering that changes is not', () => {
    const bare = { ...source, addresses: source.addresses.map(({ meteredBy, ...address }) => address) };
    const dearer = {
      ...source,
      addresses: source.addresses.map((address) => ({ ...address, meteredBy: 'bandwidth' as const })),
    };
    expect(hasDigest(source, meaningDigest(source))).toBe(true);
    expect(hasDigest(source, meaningDigest(bare))).toBe(true);
    expect(hasDigest(dearer, meaningDigest(source))).toBe(false);
  });
});

const step = (kind: Step['kind'], args: object): Step =>
  ({ id: 'step', kind, args, summary: '' }) as unknown as Step;
const bindings = { ref: 'new:here/nat-1', addresses: { [first]: '198.18.0.1' }, known: ['eip-1'] };

describe('a step, once earlier steps have run,', () => {
  const rule = snat({ cidr: '10.0.0.0/24' }, [first, second]);
  const led = dnat('tcp', 443);
  const bound = { ...led, public: { ...led.public, address: '198.18.0.1' } };
  it.each([
    [
      'address.attach',
      { sourceIp: first, purpose: 'snat' },
      { ref: bindings.ref, ip: '198.18.0.1', purpose: 'snat' },
    ],
    ['snat.add', { rule }, { ref: bindings.ref, rule: { ...rule, through: ['198.18.0.1', second] } }],
    ['snat.add', { rule: { source: rule.source } }, { ref: bindings.ref, rule: { source: rule.source } }],
    ['dnat.add', { rule: led }, { ref: bindings.ref, rule: bound }],
    [
      'dnat.replace',
      { id: 'd', rule: led, before: led },
      { ref: bindings.ref, id: 'd', rule: bound, before: led },
    ],
    ['snat.remove', { id: 's', before: rule }, { ref: bindings.ref, id: 's', before: rule }],
    ['address.allocate', { cloud: 'new' }, { cloud: 'new', known: ['eip-1'] }],
    [
      'gateway.create',
      { cloud: 'new', spec: {}, sourceIps: [first] },
      { cloud: 'new', spec: { addresses: ['198.18.0.1'] } },
    ],
    ['gateway.create', { cloud: 'new', spec: {}, sourceIps: [] }, { cloud: 'new', spec: {} }],
    ['cut-over', { source: 'a', changes: [] }, { source: 'a', changes: [], bound: bindings.addresses }],
    ['verify', { desired: { snat: [], dnat: [led] } }, { ref: bindings.ref, snat: [], dnat: [bound] }],
  ] as const)('%s knows what they found out', (kind, args, expected) => {
    expect(bindStep(step(kind, args), bindings)).toEqual(expected);
  });

  it('that needs the gateway says so when there is none', () => {
    expect(() => bindStep(step('snat.add', { rule }), { addresses: {} })).toThrow(
      /step needs the gateway before it was created/,
    );
  });
});

const plan = sealPlan({
  made: '2026-01-01T00:00:00.000Z',
  kind: 'migrate',
  source: { ref: 'old:here/nat-1', digest: 'd' },
  target: { cloud: 'new' },
  gaps: [
    {
      kind: 'size',
      severity: 'blocking',
      where: 'gateway.size',
      what: 'the size',
      why: 'too big',
      remedy: 'shrink',
    },
    {
      kind: 'tags',
      severity: 'lossy',
      where: 'gateway.tags',
      what: 'the tags',
      why: 'no tags',
      remedy: 'none',
    },
  ],
  blocked: true,
  stages: [
    stage('check', [
      { id: 'c', kind: 'source.check', args: { ref: 'r', digest: 'd' }, summary: 'check again' },
    ]),
    stage('empty', []),
  ],
  addresses: {},
  changes: ['1.1.1.1 becomes 2.2.2.2'],
  locks: ['z', 'a'],
});

describe('a plan', () => {
  it('is sealed with the hash of all it says, without empty stages', () => {
    expect(plan.id).toMatch(/^[0-9a-f]{32}$/);
    expect([plan.stages.map(({ title }) => title), plan.locks]).toEqual([['check'], ['a', 'z']]);
    expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it.each([
    ['a step', { stages: [] }],
    ['a gap', { gaps: [] }],
    ['whether it is blocked', { blocked: false }],
  ])('in which %s was changed is refused', (_what, change) => {
    expect(() => readPlan({ ...plan, ...change })).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        field: 'id',
        remedy: expect.stringContaining('make a new plan'),
      }),
    );
  });

  it.each([
    ['version', { ...plan, version: 4 }],
    ['stages.0.concurrency', { ...plan, stages: [{ title: 't', concurrency: 0, steps: [] }] }],
    ['gaps.0.kind', { ...plan, gaps: [{ ...plan.gaps[0], kind: 'nonsense' }] }],
  ])('of another form is refused at %s', (field, input) => {
    expect(() => readPlan(input)).toThrow(expect.objectContaining({ code: 'invalid-argument', field }));
  });

  it('lists every rule of a batch', () => {
    const rules = [snat({ cidr: '10.0.0.0/24' }), snat({ cidr: '10.0.1.0/24' }, [second])];
    const { id, version, ...rest } = plan;
    const text = renderPlan(sealPlan({ ...rest, stages: [stage('add rules', addAllSnat(rules))] }));
    expect(text).toContain(
      ['    · add 2 SNAT rules', `      10.0.0.0/24 → ${first}`, `      10.0.1.0/24 → ${second}`, ''].join(
        '\n',
      ),
    );
  });

  it('reads as text: what is done, what changes, what is open and what is lost', () => {
    expect(renderPlan(plan)).toBe(
      [
        `Plan ${plan.id.slice(0, 8)}: old:here/nat-1 → new`,
        '',
        '  check',
        '    · check again',
        '',
        '  Public IP changes (update firewalls and DNS):',
        '    · 1.1.1.1 becomes 2.2.2.2',
        '',
        '  Blocking gaps (decide in the mapping):',
        '    · the size (gateway.size)',
        '      too big',
        '      → shrink',
        '',
        '  Non-blocking gaps:',
        '    · the tags (gateway.tags)',
        '      no tags',
        '      → none',
        '',
      ].join('\n'),
    );
  });
});
