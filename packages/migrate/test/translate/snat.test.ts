import type { SnatSource } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import type { DocumentedSnat, Mapping } from '../../src/index.ts';
import { translateSnat } from '../../src/translate/snat.ts';
import type { Target } from '../../src/translate/target.ts';
import { document, first, mapping, refusal, second, snat, target, third } from './material.ts';

type Cloud = Parameters<typeof target>[0];

const translated = (
  rules: readonly DocumentedSnat[],
  cloud: Cloud = {},
  { decided = mapping(), there = {} }: { decided?: Mapping; there?: Partial<Target> } = {},
) => translateSnat(document({ snat: rules }), decided, target(cloud, there));

const sources = (
  rules: readonly DocumentedSnat[],
  cloud: Cloud = {},
  more: Parameters<typeof translated>[2] = {},
) => {
  const { value, gaps } = translated(rules, cloud, more);
  expect(gaps).toEqual([]);
  return value.map(({ source }) => source);
};

const only = (...kinds: ('cidr' | 'subnet' | 'hosts' | 'network')[]): Cloud => ({
  unsupported: Object.fromEntries(
    (['cidr', 'subnet', 'hosts', 'network'] as const)
      .filter((kind) => !kinds.includes(kind))
      .map((kind) => [`snat.source.${kind}`, refusal]),
  ),
});

describe('the source of a SNAT rule', () => {
  const wholes: SnatSource = { network: 'whole' };
  it.each([
    ['a block', { cidr: '10.0.0.0/26' }, only('cidr'), [{ cidr: '10.0.0.0/26' }]],
    [
      'a subnet by its block to the subnet of the same block',
      { subnet: 'subnet-b' },
      {},
      [{ subnet: 'net-2', cidr: '10.0.1.0/24' }],
    ],
    ['a subnet to its block', { subnet: 'subnet-b' }, only('cidr'), [{ cidr: '10.0.1.0/24' }]],
    [
      'a subnet whose block the rule tells',
      { subnet: 'x', cidr: '10.0.9.0/24' },
      only('cidr'),
      [{ cidr: '10.0.9.0/24' }],
    ],
    [
      'a block to the subnets that cover it exactly',
      { cidr: '10.0.0.0/23' },
      only('subnet'),
      [
        { subnet: 'net-1', cidr: '10.0.0.0/24' },
        { subnet: 'net-2', cidr: '10.0.1.0/24' },
      ],
    ],
    ['a block that is the whole network', { cidr: '10.0.0.0/16' }, only('network'), [wholes]],
    ['a block of one address to a host', { cidr: '10.0.0.9/32' }, only('hosts'), [{ hosts: ['10.0.0.9'] }]],
    ['hosts', { hosts: ['10.0.0.9', '10.0.1.9'] }, only('hosts'), [{ hosts: ['10.0.0.9', '10.0.1.9'] }]],
    [
      'hosts to blocks of one address',
      { hosts: ['10.0.0.9', '10.0.1.9'] },
      only('cidr'),
      [{ cidr: '10.0.0.9/32' }, { cidr: '10.0.1.9/32' }],
    ],
    ['the whole network', wholes, only('network', 'cidr'), [wholes]],
    ['the whole network to its blocks', wholes, only('cidr'), [{ cidr: '10.0.0.0/16' }]],
  ] as const)('goes over from %s', (_what, source, cloud, expected) => {
    expect(sources([snat(source)], cloud)).toEqual(expected);
  });

  it('goes over from hosts with the subnets they live in, where the cloud wants to know', () => {
    const cloud = { ...only('hosts'), limits: { 'snat.source.hosts': { subnet: 'required' } } } as const;
    expect(sources([snat({ hosts: ['10.0.0.9', '10.0.1.9', '10.0.0.8'] })], cloud)).toEqual([
      { hosts: ['10.0.0.9'], subnet: 'net-1' },
      { hosts: ['10.0.1.9'], subnet: 'net-2' },
      { hosts: ['10.0.0.8'], subnet: 'net-1' },
    ]);
  });

  it('is the subnet the mapping names, or its block', () => {
    const decided = mapping({ subnets: { 'subnet-a': 'net-2' } });
    const rule = [snat({ subnet: 'subnet-a' })];
    expect(sources(rule, {}, { decided })).toEqual([{ subnet: 'net-2', cidr: '10.0.1.0/24' }]);
    expect(sources(rule, only('cidr'), { decided })).toEqual([{ cidr: '10.0.1.0/24' }]);
  });

  it('is the subnet the mapping names also where the cloud does not tell its subnets', () => {
    const decided = mapping({ subnets: { 'subnet-a': 'net-7' } });
    const there = { networks: undefined, subnets: [] } as unknown as Partial<Target>;
    expect(sources([snat({ subnet: 'subnet-a' })], {}, { decided, there })).toEqual([{ subnet: 'net-7' }]);
  });

  describe('that is a part of its subnet', () => {
    const part = [snat({ subnet: 'subnet-a', cidr: '10.0.0.0/26' })];

    it.each([{}, only('cidr')])('stays that part where the subnet keeps its block', (cloud) => {
      expect(sources(part, cloud)).toEqual([{ cidr: '10.0.0.0/26' }]);
      const decided = mapping({ subnets: { 'subnet-a': 'net-1' } });
      expect(sources(part, cloud, { decided })).toEqual([{ cidr: '10.0.0.0/26' }]);
    });

    it('never becomes the whole subnet', () => {
      const decided = mapping({ subnets: { 'subnet-a': 'net-1' } });
      expect(translated(part, only('subnet'), { decided }).value).toEqual([]);
    });

    it.each([{}, only('cidr'), only('subnet')])('is a gap where the mapping moves the subnet', (cloud) => {
      const decided = mapping({ subnets: { 'subnet-a': 'net-2' } });
      const { value, gaps } = translated(part, cloud, { decided });
      expect(value).toEqual([]);
      expect(gaps).toMatchObject([
        {
          kind: 'snat-source',
          severity: 'blocking',
          where: 'snat.0',
          why: 'the rule covers only 10.0.0.0/26 of subnet-a, and the mapping moves that subnet to net-2',
        },
      ]);
    });

    it('stays that part where a subnet stands for itself', () => {
      const same = [snat({ subnet: 'net-1', cidr: '10.0.0.0/26' })];
      const decided = mapping({ subnets: { 'net-1': 'net-1' } });
      expect(sources(same, {}, { decided })).toEqual([{ cidr: '10.0.0.0/26' }]);
    });

    it('is a gap where nobody tells the block of the subnet, unless the new one is no wider', () => {
      const unknown = [snat({ subnet: 'subnet-x', cidr: '10.0.9.0/26' })];
      const decided = mapping({ subnets: { 'subnet-x': 'net-2' } });
      expect(translated(unknown, {}, { decided }).gaps).toMatchObject([{ kind: 'snat-source' }]);
      const whole = [snat({ subnet: 'subnet-x', cidr: '10.0.9.0/24' })];
      expect(sources(whole, {}, { decided })).toEqual([{ subnet: 'net-2', cidr: '10.0.1.0/24' }]);
    });
  });

  const elsewhere =
    'create subnets on the target that cover exactly these private IPs, or change the rule in the document';
  it.each([
    [
      'a block no subnets cover',
      { cidr: '10.0.0.0/26' },
      only('subnet'),
      'new: it was never built',
      elsewhere,
    ],
    [
      'a block subnets cover in part',
      { cidr: '10.0.0.0/22' },
      only('subnet'),
      'new: it was never built',
      elsewhere,
    ],
    [
      'hosts without a word for them',
      { hosts: ['10.0.0.9'] },
      only('subnet'),
      'new: it was never built',
      elsewhere,
    ],
    [
      'a subnet of unknown block',
      { subnet: 'subnet-x' },
      only('cidr'),
      'new: it was never built',
      'set the target subnet under `subnets` in the mapping, or the CIDR block of the source subnet in the document',
    ],
    [
      'a subnet that has no counterpart',
      { subnet: 'subnet-x' },
      {},
      'new: no source there covers exactly these private IPs',
      'set the target subnet under `subnets` in the mapping, or the CIDR block of the source subnet in the document',
    ],
  ] as const)('is a blocking gap for %s', (_what, source, cloud, why, remedy) => {
    const { value, gaps } = translated([snat(source)], cloud);
    expect(value).toEqual([]);
    expect(gaps).toEqual([
      {
        kind: 'snat-source',
        severity: 'blocking',
        where: 'snat.0',
        what: expect.stringMatching(/^the SNAT rule for /),
        why,
        remedy,
      },
    ]);
  });

  it('is a blocking gap for hosts outside every subnet of a cloud that wants to know theirs', () => {
    const cloud = { ...only('hosts'), limits: { 'snat.source.hosts': { subnet: 'required' } } } as const;
    expect(translated([snat({ hosts: ['10.9.9.9'] })], cloud).gaps).toMatchObject([
      {
        kind: 'snat-source',
        severity: 'blocking',
        why: 'new: no source there covers exactly these private IPs',
      },
    ]);
  });

  it('is a blocking gap where the cloud has no SNAT rules', () => {
    const { value, gaps } = translated([snat({ cidr: '10.0.0.0/24' })], {
      unsupported: { 'snat.rules': refusal },
    });
    expect([value, gaps]).toEqual([
      [],
      [
        {
          kind: 'snat-source',
          severity: 'blocking',
          where: 'snat.0',
          what: 'the SNAT rule for 10.0.0.0/24',
          why: 'new: it was never built',
          remedy: 'do without',
        },
      ],
    ]);
  });
});

describe('the addresses of a SNAT rule', () => {
  const block = { cidr: '10.0.0.0/24' };
  const both = snat(block, [first, second]);

  it('go over, several of them too', () => {
    expect(translated([both])).toEqual({ value: [both], gaps: [] });
  });

  it('are cut to what a rule takes, which blocks until it is accepted', () => {
    const { value, gaps } = translated([both], { limits: { 'snat.through': { maximum: 1 } } });
    expect(value).toEqual([snat(block, [first])]);
    expect(gaps).toEqual([
      {
        kind: 'snat-through',
        severity: 'blocking',
        where: 'snat.0.through',
        what: 'SNAT through only 203.0.113.1, 203.0.113.2',
        why: 'new: a rule takes 1 public IPs',
        remedy: 'name fewer in the document, or keep only the first 1: `accept: [snat-through]`',
      },
    ]);
  });

  it('must draw from one shared bandwidth where a cloud wants that', () => {
    const shared = { limits: { 'snat.through': { shared: true } } } as const;
    expect(translated([both], shared).gaps).toEqual([
      {
        kind: 'snat-through',
        severity: 'blocking',
        where: 'snat.0.through',
        what: 'SNAT through only 203.0.113.1, 203.0.113.2',
        why: 'new: all public IPs of a rule must be in one shared bandwidth',
        remedy:
          'set target public IPs in one shared bandwidth under `addresses`, or keep only the first: `accept: [snat-through]`',
      },
    ]);
    expect(translated([snat(block)], shared).gaps).toEqual([]);
    const decided = mapping({ addresses: { [first]: '198.18.0.1', [second]: '198.18.0.2' } });
    const sharing = (one: string, other: string) => ({
      addresses: [
        { ip: '198.18.0.1', sharedBandwidth: one },
        { ip: '198.18.0.2', sharedBandwidth: other },
      ],
    });
    expect(translated([both], shared, { decided, there: sharing('a', 'a') }).gaps).toEqual([]);
    expect(translated([both], shared, { decided, there: sharing('a', 'b') }).gaps).toHaveLength(1);
  });

  describe('on a cloud whose rules do not choose', () => {
    const cloud = { unsupported: { 'snat.through': refusal } } as const;

    it('are left out when they are all there are', () => {
      expect(translated([both], cloud)).toEqual({ value: [{ source: block }], gaps: [] });
    });

    it('are a blocking gap when they are not', () => {
      const { value, gaps } = translated([snat(block)], cloud);
      expect(value).toEqual([{ source: block }]);
      expect(gaps).toEqual([
        {
          kind: 'snat-through',
          severity: 'blocking',
          where: 'snat.0.through',
          what: 'SNAT through only 203.0.113.1',
          why: 'new: it was never built',
          remedy:
            'drop the other public IPs in the mapping, or let the rule use all: `accept: [snat-through]`',
        },
      ]);
      const decided = mapping({ addresses: { [second]: 'drop' } });
      expect(translated([snat(block)], cloud, { decided })).toEqual({ value: [{ source: block }], gaps: [] });
    });

    it('make rules one set of sources: each once, and no host of a subnet that is there whole', () => {
      const wanting = { ...cloud, limits: { 'snat.source.hosts': { subnet: 'required' } } } as const;
      const all = [first, second];
      const rules = [
        snat({ subnet: 'subnet-a' }, all),
        snat({ hosts: ['10.0.0.7'] }, all),
        snat({ hosts: ['10.0.1.8'] }, all),
        snat({ hosts: ['10.0.1.9', '10.0.1.8'] }, all),
        snat({ subnet: 'subnet-a' }, all),
      ];
      expect(sources(rules, wanting)).toEqual([
        { subnet: 'net-1', cidr: '10.0.0.0/24' },
        { hosts: ['10.0.1.8'], subnet: 'net-2' },
        { hosts: ['10.0.1.9'], subnet: 'net-2' },
      ]);
      expect(sources([...rules, snat({ network: 'whole' }, all)], wanting)).toEqual([{ network: 'whole' }]);
    });
  });

  it('that the mapping drops are gone from the rule, and told', () => {
    const decided = mapping({ addresses: { [second]: 'drop' } });
    expect(translated([both], {}, { decided })).toEqual({
      value: [snat(block)],
      gaps: [
        {
          kind: 'snat-through',
          severity: 'lossy',
          where: 'snat.0.through',
          what: 'SNAT through 203.0.113.2',
          why: 'the mapping drops it',
          remedy: 'no action needed if intended; the rule keeps its other public IPs',
        },
      ],
    });
  });

  it('that are all dropped take the rule with them, which blocks until it is accepted', () => {
    const decided = mapping({ addresses: { [first]: 'drop' } });
    expect(translated([snat(block)], {}, { decided })).toEqual({
      value: [],
      gaps: [
        {
          kind: 'snat-through',
          severity: 'blocking',
          where: 'snat.0',
          what: 'the SNAT rule for 10.0.0.0/24',
          why: 'the mapping drops every public IP of the rule',
          remedy: 'keep one of them, or set `accept: [snat-through]`',
        },
      ],
    });
  });
});

describe('SNAT rules together', () => {
  const same = [snat({ subnet: 'subnet-a' }), snat({ cidr: '10.0.0.0/24' })];

  it('for one source and the same addresses are one, and that is told', () => {
    const { value, gaps } = translated(same, only('cidr'));
    expect(value).toEqual([snat({ cidr: '10.0.0.0/24' })]);
    expect(gaps).toEqual([
      {
        kind: 'snat-overlap',
        severity: 'lossy',
        where: 'snat.1',
        what: 'the SNAT rule for 10.0.0.0/24',
        why: 'snat.0 covers the same source',
        remedy: 'no action needed: snat.0 does the same',
      },
    ]);
  });

  it('for one source and other addresses block: the document must decide', () => {
    const { gaps } = translated([snat({ subnet: 'subnet-a' }), snat({ cidr: '10.0.0.0/24' }, [second])]);
    expect(gaps).toMatchObject([
      {
        kind: 'snat-overlap',
        severity: 'blocking',
        where: 'snat.1',
        remedy: 'remove one of the two from the document',
      },
    ]);
  });

  it('of subnets that the mapping makes one block just the same', () => {
    const decided = mapping({ subnets: { 'subnet-a': 'net-1', 'subnet-b': 'net-1' } });
    const rules = [snat({ subnet: 'subnet-a' }), snat({ subnet: 'subnet-b' }, [second])];
    expect(translated(rules, {}, { decided }).gaps).toMatchObject([
      { kind: 'snat-overlap', severity: 'blocking' },
    ]);
  });

  const nested = [snat({ cidr: '10.0.0.0/22' }), snat({ cidr: '10.0.1.0/24' }, [second])];

  it('may nest where the cloud lets them', () => {
    expect(translated(nested).value).toEqual(nested);
  });

  it('are written around each other where blocks cannot nest; single hosts can', () => {
    const flat = { ...only('cidr'), limits: { 'snat.rules': { nested: false } } } as const;
    const host = snat({ cidr: '10.0.0.9/32' }, [second]);
    expect(translated([...nested, host], flat)).toEqual({
      value: [
        snat({ cidr: '10.0.0.0/24' }),
        snat({ cidr: '10.0.2.0/23' }),
        snat({ cidr: '10.0.1.0/24' }, [second]),
        host,
      ],
      gaps: [],
    });
  });

  it('that narrower ones cover all of are left out, and that is told', () => {
    const flat = { ...only('cidr'), limits: { 'snat.rules': { nested: false } } } as const;
    const rules = [
      snat({ cidr: '10.0.0.0/24' }),
      snat({ cidr: '10.0.0.0/25' }, [second]),
      snat({ cidr: '10.0.0.128/25' }, [third]),
    ];
    const { value, gaps } = translated(rules, flat);
    expect(value).toEqual(rules.slice(1));
    expect(gaps).toEqual([
      {
        kind: 'snat-overlap',
        severity: 'lossy',
        where: 'snat.0',
        what: 'the SNAT rule for 10.0.0.0/24',
        why: 'more specific rules cover its whole source',
        remedy: 'no action needed: it never had an effect',
      },
    ]);
  });

  it('are counted as they become, against what a gateway holds', () => {
    const cloud = { ...only('cidr'), limits: { 'snat.rules': { perGateway: 1 } } } as const;
    expect(translated([snat({ hosts: ['10.0.0.1', '10.0.0.2'] })], cloud).gaps).toMatchObject([
      { kind: 'rule-count', severity: 'blocking', where: 'snat', what: '2 SNAT rules' },
    ]);
  });

  it('keep their names, number them when they become several, and get one where it is required', () => {
    const rules = [
      { ...snat({ hosts: ['10.0.0.1', '10.0.0.2'] }), name: 'web' },
      snat({ cidr: '10.0.1.0/24' }),
    ];
    const names = { pattern: /^[a-z][\w-]{0,9}$/, words: 'be short' };
    const required = { ...only('cidr'), limits: { 'snat.names': { names, required: true } } } as const;
    expect(translated(rules, required).value.map(({ name }) => name)).toEqual(['web-1', 'web-2', 'snat-1']);
    expect(translated(rules, only('cidr')).value.map(({ name }) => name)).toEqual([
      'web-1',
      'web-2',
      undefined,
    ]);
  });

  it('tell a name that cannot be kept', () => {
    const rules = [{ ...snat({ cidr: '10.0.1.0/24' }), name: 'web' }];
    expect(translated(rules, { unsupported: { 'snat.names': refusal } }).gaps).toEqual([
      {
        kind: 'rule-name',
        severity: 'lossy',
        where: 'snat.0.name',
        what: 'the name "web"',
        why: 'new: it was never built',
        remedy: 'do without',
      },
    ]);
  });
});
