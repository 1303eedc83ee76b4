import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressesOf,
  check,
  chooseSize,
  cidrSchema,
  contains,
  describeTerm,
  dnatKey,
  dnatSpecSchema,
  formatCidr,
  formatIpv4,
  GatewayRef,
  monthsOf,
  NatError,
  overlaps,
  parseCidr,
  parseIpv4,
  type SizeFacts,
  snatSpecSchema,
} from '../src/index.ts';

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('addresses and blocks', () => {
  it('reads every address it writes', () => {
    fc.assert(fc.property(address, (value) => parseIpv4(formatIpv4(value)) === value));
  });

  it('reads every block it writes, with the range it covers', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 32 }), (value, prefix) => {
        const block = parseCidr(`${formatIpv4(value)}/${prefix}`);
        expect(block && parseCidr(formatCidr(block))).toEqual(block);
        expect(block && block.first <= value && value <= block.last).toBe(true);
        expect(block && block.last - block.first + 1).toBe(2 ** (32 - prefix));
      }),
    );
  });

  it.each(['10.0.0.256', '10.0.0', '010.0.0.1', '10.0.0.1/33', ' 10.0.0.1', '10.0.0.1/', 'host'])(
    'does not take %s for an address or a block',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );

  it('refuses a block with bits behind its prefix, since one block has one spelling', () => {
    expect(() => check(cidrSchema, '10.0.8.1/24', 'cidr')).toThrow(/address bits behind its prefix/);
    expect(check(cidrSchema, '10.0.8.0/24', 'cidr')).toBe('10.0.8.0/24');
  });

  it('tells containment from overlap', () => {
    const [wide, narrow, other] = ['10.0.0.0/16', '10.0.8.0/24', '10.1.0.0/16'].map((text) =>
      parseCidr(text),
    );
    if (!wide || !narrow || !other) throw new Error('blocks must parse');
    expect([
      contains(wide, narrow),
      contains(narrow, wide),
      overlaps(narrow, wide),
      overlaps(wide, other),
    ]).toEqual([true, false, true, false]);
  });
});

describe('references', () => {
  it.each(['shop:cn-hangzhou/ngw-1', 'legacy:ap-guangzhou/vpc-1/nat-1'])(
    '%s prints as it was parsed',
    (text) => {
      expect(`${GatewayRef.parse(text)}`).toBe(text);
      expect(JSON.stringify({ ref: GatewayRef.parse(text) })).toBe(`{"ref":"${text}"}`);
    },
  );

  it.each(['ngw-1', 'shop:ngw-1', ':r/g', 'shop:/g', 'a:b/c/d/e', 'shop:r/ g'])(
    '%s is refused with the form to write',
    (text) => {
      expect(() => GatewayRef.parse(text)).toThrow(/does not name a gateway/);
    },
  );
});

const facts: SizeFacts = {
  source: 'test',
  offers: [
    { size: { tier: 'large' }, connections: 200_000, addresses: 15 },
    { size: { tier: 'small' }, connections: 10_000, addresses: 5 },
    { size: { connections: 3_000_000 }, tier: 'medium', connections: 3_000_000 },
    { size: { metered: true }, connections: 10_000_000 },
  ],
  units: { from: 1, to: 100, connectionsPerUnit: 1_000, addressesPerUnit: 5, addressesAtMost: 50 },
};

describe('sizes', () => {
  it.each([
    [{ tier: 'small' }, { tier: 'small' }],
    [{ tier: 'medium' }, { connections: 3_000_000 }],
    [{ units: 7 }, { units: 7 }],
    [{ atLeast: { connections: 9_500 } }, { tier: 'small' }],
    [{ atLeast: { connections: 10_001 } }, { units: 11 }],
    [{ atLeast: { connections: 100_001 } }, { tier: 'large' }],
    [{ atLeast: { connections: 3_000_000 } }, { connections: 3_000_000 }],
    [{ atLeast: { connections: 3_000_001 } }, { metered: true }],
  ] as const)('for %j the cloud is asked for %j', (request, size) => {
    expect(chooseSize(request, facts)).toEqual(size);
  });

  it.each([
    { tier: 'xlarge' },
    { units: 101 },
    { connections: 5 },
    { atLeast: { connections: 10_000_001 } },
  ] as const)('for %j nothing is sold', (request) => {
    expect(chooseSize(request, facts)).toBeUndefined();
  });

  it('never chooses a size that carries less than asked, nor one larger than another that fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12_000_000 }), (connections) => {
        const size = chooseSize({ atLeast: { connections } }, facts);
        expect(size === undefined).toBe(connections > 10_000_000);
        if (!size) return;
        const carried =
          'units' in size ? size.units * 1_000 : facts.offers.find((o) => o.size === size)?.connections;
        expect(carried).toBeGreaterThanOrEqual(connections);
        if (connections <= 10_000) expect(carried).toBeLessThanOrEqual(10_000);
      }),
    );
  });

  it('takes a size that is no longer sold to everybody only by name, or when nothing else carries enough', () => {
    const offers = [
      { size: { tier: 'small' }, connections: 10_000, retired: true },
      { size: { tier: 'large' }, connections: 900_000, retired: true },
      { size: { metered: true }, connections: 500_000 },
    ] as const;
    const choose = (connections: number) =>
      chooseSize({ atLeast: { connections } }, { offers, source: 'test' });
    expect([choose(5_000), choose(600_000)]).toEqual([{ metered: true }, { tier: 'large' }]);
    expect(chooseSize({ tier: 'small' }, { offers, source: 'test' })).toEqual({ tier: 'small' });
  });

  it('knows how many addresses a size holds', () => {
    expect([
      addressesOf({ tier: 'small' }, facts),
      addressesOf({ units: 3 }, facts),
      addressesOf({ units: 90 }, facts),
    ]).toEqual([5, 15, 50]);
  });
});

describe('rules', () => {
  const rule = {
    protocol: 'tcp',
    public: { address: '1.2.3.4', ports: 80 },
    private: { address: '10.0.0.2', ports: 8080 },
  };

  it('reads a port as a range of one', () => {
    expect(check(dnatSpecSchema, rule, 'rule').public.ports).toEqual({ from: 80, to: 80 });
  });

  it('tells rules apart by protocol too', () => {
    const tcp = check(dnatSpecSchema, rule, 'rule');
    expect(dnatKey(tcp)).toBe('tcp 1.2.3.4 80');
    expect(dnatKey({ ...tcp, protocol: 'udp' })).not.toBe(dnatKey(tcp));
  });

  it.each([
    [{ ...rule, public: { address: '1.2.3.4', ports: 70_000 } }, 'public.ports', /1 to 65535/],
    [
      { ...rule, public: { address: '1.2.3.4', ports: { from: 9, to: 8 } } },
      'public.ports',
      /before it starts/,
    ],
    [{ ...rule, public: { address: '1.2.3', ports: 80 } }, 'public.address', /IPv4/],
    [{ ...rule, protocol: 'any' }, 'public.ports', /left out/],
    [{ ...rule, private: { address: '10.0.0.2' } }, 'private.ports', /must be given/],
    [{ ...rule, private: { address: '1.2.3.4', ports: 80 } }, 'private.address', /differ/],
    [{ ...rule, protocol: 'icmp' }, 'protocol', /tcp, udp or any/],
  ])('refuses %j and names the field', (input, field, message) => {
    const attempt = () => check(dnatSpecSchema, input, 'rule');
    expect(attempt).toThrow(message);
    expect(errorOf(attempt).field).toBe(field);
  });

  it.each([
    [{ source: { cidr: '10.0.0.0/33' } }, 'source.cidr'],
    [{ source: { hosts: ['10.0.0.300'] } }, 'source.hosts.0'],
    [{ source: { cidr: '10.0.0.0/24' }, through: ['eip-1'] }, 'through.0'],
  ])('names the member of the source that is wrong in %j', (input, field) => {
    expect(errorOf(() => check(snatSpecSchema, input, 'rule')).field).toBe(field);
  });
});

describe('terms', () => {
  it('counts years in months and speaks plainly', () => {
    expect([monthsOf({ years: 2 }), monthsOf({ months: 3 })]).toEqual([24, 3]);
    expect([describeTerm({ months: 1 }), describeTerm({ years: 2 })]).toEqual(['1 month', '2 years']);
  });
});

function errorOf(attempt: () => unknown): NatError {
  try {
    attempt();
  } catch (error) {
    if (NatError.is(error)) return error;
  }
  throw new Error('expected a NatError');
}
