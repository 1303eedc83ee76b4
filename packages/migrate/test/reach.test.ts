import { formatIpv4, type Ports, parseCidr } from '@polynat/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEgress, compareIngress } from '../src/reach/compare.ts';
import { type EgressRule, egressOf } from '../src/reach/egress.ts';
import { type IngressRule, ingressOf } from '../src/reach/ingress.ts';

const same = (ip: string) => ip;
const base = parseCidr('10.0.0.0/24')?.first ?? 0;

/** Blocks inside 10.0.0.0/26: small enough to try every address. */
const block = fc
  .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 26, max: 32 }))
  .map(([offset, prefix]) => {
    const length = 2 ** (32 - prefix);
    return `${formatIpv4(base + offset - (offset % length))}/${prefix}`;
  });
const publicAddress = fc.constantFrom('1.1.1.1', '2.2.2.2', '3.3.3.3');
const egressRule: fc.Arbitrary<EgressRule> = fc
  .tuple(block, fc.uniqueArray(publicAddress, { minLength: 1 }))
  .map(([cidr, through]) => ({ source: { cidr }, through }));
const egressRules = fc.array(egressRule, { maxLength: 12 });

/** The plain meaning, one address at a time: the narrowest blocks that hold it. */
function leavesThrough(rules: readonly EgressRule[], address: number): string {
  const holding = rules.flatMap(({ source, through }) => {
    const parsed = 'cidr' in source && source.cidr !== undefined ? parseCidr(source.cidr) : undefined;
    return parsed && parsed.first <= address && address <= parsed.last
      ? [{ prefix: parsed.prefix, through }]
      : [];
  });
  const narrowest = Math.max(...holding.map(({ prefix }) => prefix));
  const winners = holding.filter(({ prefix }) => prefix === narrowest).flatMap(({ through }) => through);
  return [...new Set(winners)].sort().join();
}

describe('where inside addresses leave', () => {
  it('agrees with trying every address', () => {
    fc.assert(
      fc.property(egressRules, (rules) => {
        const { stretches } = egressOf(rules, {});
        for (let address = base; address < base + 64; address += 1) {
          const found = stretches.find(({ first, last }) => first <= address && address <= last);
          expect(found?.through.join() ?? '').toBe(leavesThrough(rules, address));
        }
      }),
    );
  });

  it('finds a difference exactly when some address leaves differently, and names such an address', () => {
    fc.assert(
      fc.property(egressRules, egressRules, (before, after) => {
        const addresses = Array.from({ length: 64 }, (_, offset) => base + offset);
        const differing = addresses.filter((a) => leavesThrough(before, a) !== leavesThrough(after, a));
        const found = compareEgress(egressOf(before, {}), egressOf(after, {}), same);
        expect(found.reduce((sum, { covers }) => sum + covers, 0)).toBe(differing.length);
        const named = differing.map((address) => `from ${formatIpv4(address)}`);
        expect(found.every(({ packet }) => named.includes(packet))).toBe(true);
      }),
    );
  });

  it('takes split and merged blocks for the same', () => {
    const whole: EgressRule[] = [{ source: { cidr: '10.0.0.0/24' }, through: ['1.1.1.1'] }];
    const split: EgressRule[] = ['10.0.0.0/25', '10.0.0.128/26', '10.0.0.192/26'].map((cidr) => ({
      source: { cidr },
      through: ['1.1.1.1'],
    }));
    expect(compareEgress(egressOf(whole, {}), egressOf(split, {}), same)).toEqual([]);
  });

  it('reads subnets, hosts and whole networks by the blocks they stand for', () => {
    const network = { cidrs: ['10.0.0.0/24'], subnets: { 'subnet-1': '10.0.0.0/25' } };
    const rules: EgressRule[] = [
      { source: { network: 'whole' }, through: ['1.1.1.1'] },
      { source: { subnet: 'subnet-1' }, through: ['2.2.2.2'] },
      { source: { hosts: ['10.0.0.7'] }, through: ['3.3.3.3'] },
    ];
    expect(
      egressOf(rules, network).stretches.map(({ first, through }) => [formatIpv4(first), ...through]),
    ).toEqual([
      ['10.0.0.0', '2.2.2.2'],
      ['10.0.0.7', '3.3.3.3'],
      ['10.0.0.8', '2.2.2.2'],
      ['10.0.0.128', '1.1.1.1'],
    ]);
  });

  it('says so when it cannot know what a rule covers', () => {
    const vague = egressOf([{ source: { subnet: 'subnet-9' }, through: ['1.1.1.1'] }], {});
    expect(compareEgress(vague, vague, same)).toMatchObject([{ is: 'unknown' }, { is: 'unknown' }]);
  });

  it('tells the packet, where it leaves now and where it left before', () => {
    const before = egressOf([{ source: { cidr: '10.0.3.0/24' }, through: ['1.1.1.1'] }], {});
    const after = egressOf([{ source: { cidr: '10.0.3.0/24' }, through: ['9.9.9.9'] }], {});
    expect(compareEgress(before, after, (ip) => (ip === '1.1.1.1' ? '8.8.8.8' : ip))).toEqual([
      {
        is: 'egress',
        packet: 'from 10.0.3.0',
        covers: 256,
        before: 'SNAT → 8.8.8.8',
        after: 'SNAT → 9.9.9.9',
      },
    ]);
  });
});

const range: fc.Arbitrary<Ports> = fc
  .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 6 }))
  .map(([from, more]) => ({ from, to: from + more }));
const host = fc.constantFrom('10.0.0.1', '10.0.0.2');
const portRule: fc.Arbitrary<IngressRule> = fc
  .tuple(fc.constantFrom('tcp', 'udp'), publicAddress, range, host, fc.integer({ min: 0, max: 100 }))
  .map(([protocol, address, ports, inside, shift]) => ({
    protocol: protocol as 'tcp' | 'udp',
    public: { address, ports },
    private: {
      address: inside,
      ports: ports === 'any' ? 'any' : { from: ports.from + shift, to: ports.to + shift },
    },
  }));
const anyRule: fc.Arbitrary<IngressRule> = fc.tuple(publicAddress, host).map(([address, inside]) => ({
  protocol: 'any',
  public: { address, ports: 'any' },
  private: { address: inside, ports: 'any' },
}));

/** No two rules of one width over one port: a cloud would not take them. */
const ingressRules = fc.uniqueArray(fc.oneof({ weight: 4, arbitrary: portRule }, anyRule), {
  maxLength: 8,
  comparator: (left, right) =>
    left.public.address === right.public.address &&
    (left.protocol === right.protocol || left.protocol === 'any' || right.protocol === 'any') &&
    widthOf(left) === widthOf(right),
});

const widthOf = ({ public: { ports } }: IngressRule) => (ports === 'any' ? 65535 : ports.to - ports.from);

function leadsTo(
  rules: readonly IngressRule[],
  protocol: 'tcp' | 'udp',
  address: string,
  port: number,
): string {
  const [best] = rules
    .filter(
      (rule) => rule.public.address === address && (rule.protocol === protocol || rule.protocol === 'any'),
    )
    .filter(({ public: { ports } }) => ports === 'any' || (ports.from <= port && port <= ports.to))
    .sort((left, right) => widthOf(left) - widthOf(right));
  if (!best) return 'no DNAT';
  const { ports } = best.public;
  const inside = best.private.ports;
  const shift = ports === 'any' || inside === 'any' ? 0 : inside.from - ports.from;
  return `DNAT → ${best.private.address}:${port + shift}`;
}

describe('where public ports lead', () => {
  it('finds a difference exactly when some port leads elsewhere', () => {
    fc.assert(
      fc.property(ingressRules, ingressRules, (before, after) => {
        const found = compareIngress(ingressOf(before), ingressOf(after), same);
        const reported = new Map(found.map((difference) => [difference.packet, difference]));
        for (const protocol of ['tcp', 'udp'] as const) {
          for (const address of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
            for (let port = 1; port <= 32; port += 1) {
              const [was, is] = [
                leadsTo(before, protocol, address, port),
                leadsTo(after, protocol, address, port),
              ];
              const difference = reported.get(`to ${protocol} ${address}:${port}`);
              if (difference) expect([difference.before, difference.after]).toEqual([was, is]);
              else if (was !== is) expect(covered(found, `to ${protocol} ${address}`, port)).toBe(true);
            }
          }
        }
        if (found.length === 0) expect(ingressOf(before)).toEqual(ingressOf(after));
      }),
    );
  });

  it('takes merged ranges for the same as their ports one by one', () => {
    const rule = (from: number, to: number): IngressRule => ({
      protocol: 'tcp',
      public: { address: '1.1.1.1', ports: { from, to } },
      private: { address: '10.0.0.1', ports: { from: from + 8000, to: to + 8000 } },
    });
    const merged = ingressOf([rule(80, 84)]);
    expect(
      compareIngress(merged, ingressOf([80, 81, 82, 83, 84].map((port) => rule(port, port))), same),
    ).toEqual([]);
  });

  it.each([
    ['a missing rule', { ports: { from: 443, to: 443 } }, 'no DNAT'],
    ['a shifted port', { ports: { from: 80, to: 80 }, inside: 8081 }, 'DNAT → 10.0.0.1:8081'],
  ])('sees %s', (_what, change, after) => {
    const rule = (ports: Ports, inside = 8080): IngressRule => ({
      protocol: 'tcp',
      public: { address: '1.1.1.1', ports },
      private: { address: '10.0.0.1', ports: { from: inside, to: inside } },
    });
    const changed = ingressOf([rule(change.ports, 'inside' in change ? change.inside : 8080)]);
    const [first] = compareIngress(ingressOf([rule({ from: 80, to: 80 })]), changed, same);
    expect(first).toMatchObject({ packet: 'to tcp 1.1.1.1:80', before: 'DNAT → 10.0.0.1:8080', after });
  });

  it('does not confuse protocols', () => {
    const rule = (protocol: 'tcp' | 'udp'): IngressRule => ({
      protocol,
      public: { address: '1.1.1.1', ports: { from: 53, to: 53 } },
      private: { address: '10.0.0.1', ports: { from: 53, to: 53 } },
    });
    expect(compareIngress(ingressOf([rule('udp')]), ingressOf([rule('tcp')]), same)).toHaveLength(2);
  });
});

/** Whether a difference that starts earlier on the same lane reaches this port. */
function covered(found: readonly { packet: string; covers: number }[], lane: string, port: number): boolean {
  return found.some(({ packet, covers }) => {
    const start = Number(packet.startsWith(`${lane}:`) ? packet.slice(lane.length + 1) : Number.NaN);
    return start <= port && port < start + covers;
  });
}
