import { formatIpv4, parseCidr, type SnatSource } from '@polynat/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentedDnat, DocumentedSnat } from '../../src/index.ts';
import { compareEgress, compareIngress } from '../../src/reach/compare.ts';
import { egressOf } from '../../src/reach/egress.ts';
import { ingressOf } from '../../src/reach/ingress.ts';
import { subtractBlocks } from '../../src/translate/subtract-blocks.ts';
import { translate } from '../../src/translate/translate.ts';
import { document, first, mapping, refusal, second, target, third } from './material.ts';

const base = parseCidr('10.0.0.0/24')?.first ?? 0;
const ips = fc.integer({ min: 0, max: 255 }).map((offset) => formatIpv4(base + offset));

const block = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([offset, prefix]) => {
    const length = 2 ** (32 - prefix);
    return `${formatIpv4(base + offset - (offset % length))}/${prefix}`;
  });

const source: fc.Arbitrary<SnatSource> = fc.oneof(
  block.map((cidr) => ({ cidr })),
  fc.constantFrom('subnet-a', 'subnet-b', 'subnet-unknown').map((subnet) => ({ subnet })),
  block.map((cidr) => ({ subnet: 'subnet-a', cidr })),
  fc.uniqueArray(ips, { minLength: 1, maxLength: 3 }).map((hosts) => ({ hosts })),
  fc.constant({ network: 'whole' } as const),
);

const publicAddress = fc.constantFrom(first, second, third);
const snatRule: fc.Arbitrary<DocumentedSnat> = fc.record({
  source,
  through: fc.uniqueArray(publicAddress, { minLength: 1 }),
});

const ports = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 5 }))
  .map(([from, more]) => ({ from, to: from + more }));
const dnatRule: fc.Arbitrary<DocumentedDnat> = fc.oneof(
  fc.record({
    protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    public: fc.record({ address: publicAddress, ports }),
    private: fc.record({ address: ips, ports }),
  }),
  fc.record({
    protocol: fc.constant('any' as const),
    public: fc.record({ address: publicAddress, ports: fc.constant('any' as const) }),
    private: fc.record({ address: ips, ports: fc.constant('any' as const) }),
  }),
);

const features = [
  'snat.source.cidr',
  'snat.source.subnet',
  'snat.source.hosts',
  'snat.source.network',
  'snat.through',
  'dnat.rules',
  'dnat.any',
  'dnat.ranges',
  'dnat.ranges.unequal',
] as const;

const cloud = fc.record({
  without: fc.subarray([...features]),
  nested: fc.boolean(),
  exclusive: fc.boolean(),
  subnet: fc.constantFrom('required' as const, 'unused' as const),
});

const targetOf = ({
  without,
  nested,
  exclusive,
  subnet,
}: typeof cloud extends fc.Arbitrary<infer C> ? C : never) =>
  target({
    unsupported: Object.fromEntries(without.map((feature) => [feature, refusal])),
    limits: {
      ...(!nested && { 'snat.rules': { nested: false } }),
      ...(exclusive && { 'dnat.any': { exclusive: true } }),
      'snat.source.hosts': { subnet },
    },
  });

const addresses = [first, second, third].map(
  (ip) => ({ ip, bandwidthMbps: 5, meteredBy: 'traffic' }) as const,
);
const network = { cidrs: ['10.0.0.0/16'], subnets: { 'subnet-a': '10.0.0.0/24', 'subnet-b': '10.0.1.0/24' } };
const there = { cidrs: ['10.0.0.0/16'], subnets: { 'net-1': '10.0.0.0/24', 'net-2': '10.0.1.0/24' } };
const same = (ip: string) => ip;

describe('translating any SNAT rules for any cloud', () => {
  it('keeps what every packet does, but for rules it names in a gap', () => {
    fc.assert(
      fc.property(fc.array(snatRule, { maxLength: 8 }), cloud, (snat, facts) => {
        const { desired, gaps } = translate(document({ addresses, snat }), mapping(), targetOf(facts));
        const named = new Set(
          gaps.filter(({ severity }) => severity === 'blocking').map(({ where }) => where),
        );
        const kept = snat.filter((_rule, index) => !isNamed(named, `snat.${index}`));
        const every = addresses.map(({ ip }) => ip);
        const after = desired.snat.map(({ source: from, through = every }) => ({ source: from, through }));
        const differences = compareEgress(egressOf(kept, network), egressOf(after, there), same);
        if (named.size === 0) expect(differences).toEqual([]);
        else expect(kept.length).toBeLessThan(snat.length);
      }),
      { numRuns: 400 },
    );
  });

  it('has each rule in the result or in a gap', () => {
    fc.assert(
      fc.property(snatRule, cloud, (rule, facts) => {
        const { desired, gaps } = translate(
          document({ addresses, snat: [rule] }),
          mapping(),
          targetOf(facts),
        );
        expect(desired.snat.length > 0 || gaps.some(({ where }) => where === 'snat.0')).toBe(true);
      }),
    );
  });
});

describe('translating any DNAT rules for any cloud', () => {
  it('keeps where every port leads, or names a gap', () => {
    fc.assert(
      fc.property(fc.array(dnatRule, { maxLength: 5 }), cloud, (dnat, facts) => {
        const { desired, gaps } = translate(document({ addresses, dnat }), mapping(), targetOf(facts));
        const about = gaps.filter(({ where }) => where.startsWith('dnat'));
        if (about.length > 0) return;
        expect(compareIngress(ingressOf(dnat), ingressOf(desired.dnat), same)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('has each rule in the result or in a blocking gap', () => {
    fc.assert(
      fc.property(dnatRule, cloud, (rule, facts) => {
        const { desired, gaps } = translate(
          document({ addresses, dnat: [rule] }),
          mapping(),
          targetOf(facts),
        );
        const isNamed = gaps.some(({ where, severity }) => where === 'dnat.0' && severity === 'blocking');
        expect(desired.dnat.length > 0).toBe(!isNamed);
      }),
    );
  });
});

describe('carving blocks out of a block', () => {
  it('leaves exactly the addresses outside of them', () => {
    fc.assert(
      fc.property(block, fc.array(block, { maxLength: 5 }), (outer, inner) => {
        const read = (text: string) => parseCidr(text) ?? { first: 0, last: 0, prefix: 32 };
        const [whole, holes] = [read(outer), inner.map(read)];
        const pieces = subtractBlocks(whole, holes).map(read);
        for (let address = base; address < base + 256; address += 1) {
          const inside = (range: { first: number; last: number }) =>
            range.first <= address && address <= range.last;
          const wanted = inside(whole) && !holes.some(inside);
          expect(pieces.filter(inside)).toHaveLength(wanted ? 1 : 0);
        }
      }),
    );
  });
});

const isNamed = (named: ReadonlySet<string>, where: string): boolean =>
  [...named].some((name) => name === where || name.startsWith(`${where}.`));
