import { prepaid } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import type { DocumentedGateway, Mapping } from '../../src/index.ts';
import type { Target } from '../../src/translate/target.ts';
import { translate } from '../../src/translate/translate.ts';
import { document, first, mapping, refusal, second, target } from './material.ts';

type Cloud = Parameters<typeof target>[0];

const translated = (
  gateway: Partial<DocumentedGateway>,
  cloud: Cloud = {},
  { decided = mapping(), there = {} }: { decided?: Mapping; there?: Partial<Target> } = {},
) => {
  const { desired, gaps } = translate(document({ gateway }), decided, target(cloud, there));
  return { spec: desired.gateway, gaps };
};

const names = { pattern: /^[a-z][a-z0-9-]{1,7}$/, words: 'be short and plain' };
const creating = { names, subnet: 'optional', addresses: 'optional', named: false } as const;

describe('the name of a gateway', () => {
  it.each([
    ['shop nord', 'shop-nor'],
    ['Shop Nord', 'shop-nor'],
    ['çafé 7', 'cafe-7'],
    ['7-up', 'up'],
  ])('"%s" becomes the nearest the cloud takes', (name, fitted) => {
    const { spec, gaps } = translated({ name }, { limits: { 'gateways.create': creating } });
    expect(spec.name).toBe(fitted);
    expect(gaps).toEqual([
      {
        kind: 'name',
        severity: 'lossy',
        where: 'gateway.name',
        what: `the name "${name}"`,
        why: 'new: a name must be short and plain',
        remedy: `it becomes "${fitted}"; set \`name\` in the mapping to choose another`,
      },
    ]);
  });

  it('of which nothing can be kept has to be given', () => {
    const { gaps } = translated({ name: '出口' }, { limits: { 'gateways.create': creating } });
    expect(gaps).toMatchObject([
      { kind: 'name', severity: 'blocking', where: 'gateway.name', remedy: 'set `name` in the mapping' },
    ]);
  });

  it('is the one the mapping gives', () => {
    expect(translated({}, {}, { decided: mapping({ name: 'other' }) })).toMatchObject({
      spec: { name: 'other' },
      gaps: [],
    });
  });

  it('must be free: a gateway found by it later is taken for the new one', () => {
    const there = { gateways: [{ ref: 'new:there/nat-1', name: 'egress' }] };
    expect(translated({}, {}, { there }).gaps).toEqual([
      {
        kind: 'name',
        severity: 'blocking',
        where: 'gateway.name',
        what: 'the name "egress" on new',
        why: 'new:there/nat-1 already has it',
        remedy: 'set another `name` in the mapping, or delete that gateway',
      },
    ]);
  });
});

describe('the place of a gateway', () => {
  const full = { limits: { 'gateways.create': { perNetwork: 1 } } };
  const there = { gateways: [{ ref: 'new:there/nat-1', name: 'another' }] };

  it('must have room, unless the quota is known to be higher', () => {
    expect(translated({}, full, { there }).gaps).toEqual([
      {
        kind: 'gateway-count',
        severity: 'blocking',
        where: 'gateway.network',
        what: 'gateway number 2 in its VPC',
        why: 'a VPC on new takes 1 unless the quota was raised',
        remedy: 'choose another VPC, or have the quota raised and set `accept: [gateway-count]`',
      },
    ]);
    const decided = mapping({ accept: ['gateway-count'] });
    expect(translated({}, full, { there, decided }).gaps).toMatchObject([
      { kind: 'gateway-count', severity: 'lossy' },
    ]);
  });
});

describe('the size of a gateway', () => {
  it('is the smallest that carries as many connections', () => {
    expect(translated({ size: { tier: 'large' }, connections: 2_000_000 }).spec.size).toEqual({ units: 2 });
    expect(
      translated({ connections: 3_000_000 }, { sizes: { units: undefined } as never }).spec.size,
    ).toEqual({
      tier: 'medium',
    });
  });

  it('is also large enough for the addresses', () => {
    const offers = [
      { size: { tier: 'small' }, connections: 1_000_000, addresses: 1 },
      { size: { tier: 'medium' }, connections: 3_000_000, addresses: 4 },
    ] as const;
    const sizes = { offers, source: 'test' };
    const { capabilities, ...rest } = target();
    const there = { ...rest, capabilities: { ...capabilities, sizes } };
    expect(translate(document(), mapping(), there)).toMatchObject({
      desired: { gateway: { size: { tier: 'medium' } } },
      gaps: [],
    });
    const decided = mapping({ addresses: { [second]: 'drop' } });
    expect(translate(document(), decided, there).desired.gateway.size).toEqual({ tier: 'small' });
  });

  it('is the one the mapping asks for', () => {
    const decided = mapping({ size: { tier: 'xlarge' } });
    expect(translated({}, {}, { decided }).spec.size).toEqual({ tier: 'xlarge' });
  });

  const sizes = { offers: [{ size: { tier: 'small' }, connections: 10 }], units: undefined } as never;
  it('is a blocking gap when nothing large enough is sold', () => {
    expect(translated({}, { sizes }).gaps).toEqual([
      {
        kind: 'size',
        severity: 'blocking',
        where: 'gateway.size',
        what: 'the size small (1000000 connections) with 2 public IPs',
        why: 'new sells small',
        remedy: 'set one of these as `size` in the mapping',
      },
    ]);
  });

  it('is a blocking gap when the mapping asks for one that is not sold', () => {
    const decided = mapping({ size: { units: 3 } });
    expect(translated({}, { sizes }, { decided }).gaps).toMatchObject([
      { kind: 'size', severity: 'blocking', what: 'the size 3 capacity units' },
    ]);
  });

  it('that is billed in another way is told', () => {
    const decided = mapping({ size: { metered: true } });
    expect(translated({}, {}, { decided }).gaps).toEqual([
      {
        kind: 'metering',
        severity: 'lossy',
        where: 'gateway.size',
        what: 'billing by size',
        why: 'new bills it by usage',
        remedy: 'compare the prices before you apply the plan',
      },
    ]);
  });
});

describe('the billing of a gateway', () => {
  const paid = { billing: { mode: 'prepaid', expires: '2027-01-01T00:00:00Z', status: 'good' } } as const;

  it('is on demand unless the mapping says otherwise', () => {
    expect(translated({}).spec.billing).toEqual({ mode: 'on-demand' });
    const billing = prepaid({ months: 3 });
    expect(translated({}, {}, { decided: mapping({ billing }) }).spec.billing).toEqual(billing);
  });

  it('of a prepaid source has to be decided', () => {
    expect(translated(paid).gaps).toEqual([
      {
        kind: 'prepaid',
        severity: 'blocking',
        where: 'gateway.billing',
        what: 'the prepaid term until 2027-01-01T00:00:00Z',
        why: 'a prepaid term cannot be transferred',
        remedy: 'set `billing: { mode: on-demand }`, or prepaid with a term, for new in the mapping',
      },
    ]);
  });

  it('once decided, the rest of the paid time is lost', () => {
    const decided = mapping({ billing: { mode: 'on-demand' } });
    expect(translated(paid, {}, { decided }).gaps).toMatchObject([
      {
        kind: 'prepaid',
        severity: 'lossy',
        remedy: 'delete the source when its term is over, or ask its provider for a refund',
      },
    ]);
  });

  it('keeps a prepaid source from being retired', () => {
    const decided = mapping({ billing: { mode: 'on-demand' }, deleteSource: true });
    expect(translated(paid, {}, { decided }).gaps).toMatchObject([
      { kind: 'prepaid', severity: 'lossy' },
      {
        kind: 'prepaid',
        severity: 'blocking',
        what: 'deleting the source, prepaid until 2027-01-01T00:00:00Z',
        why: 'a prepaid gateway is not deleted before its term is over',
      },
    ]);
    const over = { billing: { ...paid.billing, status: 'expired' } } as const;
    expect(translated(over, {}, { decided }).gaps).toHaveLength(1);
  });
});

describe('the labels of a gateway', () => {
  const labels = { description: 'way out', tags: { team: 'shop', env: 'prod' }, protected: true };

  it('go over where the cloud has a place for them', () => {
    expect(translated(labels)).toMatchObject({ spec: labels, gaps: [] });
  });

  it('are lost, and told, where it has none', () => {
    const cloud = {
      unsupported: {
        'gateways.description': refusal,
        'gateways.create.tags': refusal,
        'gateways.protect': refusal,
      },
    } as const;
    const reason = { severity: 'lossy', why: 'new: it was never built', remedy: 'do without' } as const;
    const { spec, gaps } = translated(labels, cloud);
    expect(Object.keys(spec)).toEqual(['name', 'network', 'billing', 'size']);
    expect(gaps).toEqual([
      { kind: 'description', where: 'gateway.description', what: 'the description', ...reason },
      { kind: 'tags', where: 'gateway.tags', what: 'the tags team, env', ...reason },
      { kind: 'protection', where: 'gateway.protected', what: 'protection from deletion', ...reason },
    ]);
  });

  it('are lost in part where there is room for less', () => {
    const texts = { pattern: /^.{0,3}$/, words: 'be tiny' };
    const limits = { 'gateways.description': { texts }, 'gateways.create.tags': { maximum: 1 } };
    const { spec, gaps } = translated(labels, { limits });
    expect(spec.tags).toEqual({ team: 'shop' });
    expect(gaps).toMatchObject([
      {
        kind: 'description',
        severity: 'lossy',
        why: 'new: it must be tiny',
        remedy: 'shorten it in the document',
      },
      { kind: 'tags', severity: 'lossy', what: 'the tags env', why: 'new: a gateway has 1 at most' },
    ]);
  });
});

describe('a mapping that contradicts the document or the target', () => {
  const withSubnetRule = document({ snat: [{ source: { subnet: 'subnet-a' }, through: [first] }] });
  it.each([
    [
      'network.vpc',
      mapping({ network: { vpc: 'vpc-typo' } }),
      'new has no network vpc-typo',
      'use one of: vpc-new',
    ],
    [
      'network.subnet',
      mapping({ network: { vpc: 'vpc-new', subnet: 'net-9' } }),
      'vpc-new has no subnet net-9',
      'use one of: net-1, net-2',
    ],
    [
      'subnets.subnet-z',
      mapping({ subnets: { 'subnet-z': 'net-1' } }),
      'the document names no subnet subnet-z',
      'use one of: subnet-a, subnet-b',
    ],
    [
      'subnets.subnet-a',
      mapping({ subnets: { 'subnet-a': 'net-9' } }),
      'vpc-new has no subnet net-9',
      'use one of: net-1, net-2',
    ],
    [
      'addresses.203.0.113.9',
      mapping({ addresses: { '203.0.113.9': 'allocate' } }),
      'the document has no public IP 203.0.113.9',
      'use one of: 203.0.113.1, 203.0.113.2',
    ],
    [
      'addresses.203.0.113.2',
      mapping({ addresses: { [first]: '198.18.0.1', [second]: '198.18.0.1' } }),
      '198.18.0.1 already replaces 203.0.113.1',
      'set another public IP, or drop it and use the other in the document',
    ],
    [
      'billing.term',
      mapping({ billing: prepaid({ months: 11 }) }),
      'new does not sell 11 months',
      expect.stringContaining('1 months'),
    ],
  ])('is refused at %s', (field, decided, message, remedy) => {
    expect(() => translate(withSubnetRule, decided, target())).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        field,
        remedy,
        message: expect.stringContaining(message),
      }),
    );
  });

  it('is refused for want of a subnet where gateways stand in one', () => {
    const cloud = { limits: { 'gateways.create': { subnet: 'required' } } } as const;
    expect(() => translate(document(), mapping({ network: { vpc: 'vpc-new' } }), target(cloud))).toThrow(
      expect.objectContaining({ field: 'network.subnet', remedy: 'use one of: net-1, net-2' }),
    );
  });

  it('is refused for paying ahead where nothing is prepaid', () => {
    const cloud = { unsupported: { 'billing.prepaid': refusal } } as const;
    expect(() => translate(document(), mapping({ billing: prepaid({ months: 1 }) }), target(cloud))).toThrow(
      expect.objectContaining({ code: 'unsupported', field: 'billing' }),
    );
  });
});
