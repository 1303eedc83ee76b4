import { describe, expect, test } from 'vitest';
import { decodeEip, poolsHolding, usesByRules, usesOf } from '../src/codec/address.ts';
import { encodeBilling, encodeTerm } from '../src/codec/billing.ts';
import { decodePlace, encodePlace } from '../src/codec/cursor.ts';
import { decodeDnat, encodeDnat, sharesPort } from '../src/codec/dnat.ts';
import { decodeGateway, encodeOrder } from '../src/codec/gateway.ts';
import { decodeNetwork, decodeSubnet } from '../src/codec/network.ts';
import { encodeSize } from '../src/codec/size.ts';
import { decodeSnat, encodeSnat, sameSnat } from '../src/codec/snat.ts';
import { decodeState } from '../src/codec/state.ts';
import { decodeInstant } from '../src/codec/time.ts';
import { eipModel } from '../src/operations/addresses.ts';
import { dnatRuleModel } from '../src/operations/dnat.ts';
import { natModel } from '../src/operations/gateways.ts';
import { subnetModel, vpcModel } from '../src/operations/networks.ts';
import { snatRuleModel } from '../src/operations/snat.ts';
import answers from './fixtures/answers.json' with { type: 'json' };

const normal = natModel.parse(answers.normalNat);
const enhanced = natModel.parse(answers.enhancedNat);
const old = natModel.parse(answers.oldNat);

describe('a gateway', () => {
  test('of the normal kind keeps its pools apart, its tier and its expiry', () => {
    expect(decodeGateway(normal, 'bj')).toEqual({
      key: { region: 'bj', id: 'nat-bir8biqwr45e' },
      name: 'shop',
      state: 'available',
      providerState: 'active',
      placement: { vpc: 'vpc-13vuxu016dew' },
      size: { tier: 'medium' },
      generation: 'normal',
      addresses: [
        expect.objectContaining({ ip: '180.76.186.174', use: 'snat', gateway: 'nat-bir8biqwr45e' }),
        expect.objectContaining({ ip: '180.76.186.175', use: 'dnat' }),
      ],
      billing: { mode: 'prepaid', expires: '2018-08-13T08:10:59Z', status: 'good' },
      protected: true,
      tags: { team: 'search' },
      created: '2021-04-25T17:22:34Z',
      native: answers.normalNat,
    });
  });

  test('of the enhanced kind has one pool, capacity units and no expiry', () => {
    expect(decodeGateway(enhanced, 'bj')).toMatchObject({
      state: 'available',
      size: { units: 3 },
      generation: 'enhanced',
      addresses: [{ ip: '180.76.186.180', use: 'both' }],
      billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
      tags: {},
      created: '2026-01-22T07:06:06Z',
    });
  });

  test('of an old answer, with single items, missing fields and other spellings, is read all the same', () => {
    expect(decodeGateway(old, 'bj')).toMatchObject({
      state: 'updating',
      providerState: 'Configuring',
      generation: 'normal',
      size: { tier: 'small' },
      addresses: [{ ip: '180.76.186.174', use: 'snat' }],
      billing: { mode: 'prepaid', expires: '2018-08-13T08:10:59Z' },
      native: { somethingNew: { deep: [1, 2] } },
    });
    expect(decodeGateway(old, 'bj')).not.toHaveProperty('protected');
  });

  test('tells settings that no portable field has, unless they are as usual', () => {
    const sessions = { tcpTimeout: 900 };
    const settingsOf = (settings: object) =>
      decodeGateway(natModel.parse({ ...answers.enhancedNat, ...settings }), 'bj').providerSettings;
    expect(settingsOf({ sessionConfig: sessions, ipVersion: 'v4', resourceGroupId: '' })).toEqual({
      sessionConfig: sessions,
    });
    expect(settingsOf({ ipVersion: 'v6' })).toEqual({ ipVersion: 'v6' });
  });

  test('that is down has expired when it was prepaid and is in arrears when it was not', () => {
    const standingOf = (nat: typeof normal) => decodeGateway({ ...nat, status: 'down' }, 'bj').billing.status;
    expect([standingOf(normal), standingOf(enhanced)]).toEqual(['expired', 'arrears-locked']);
  });

  test.each([
    ['building', 'creating'],
    ['unconfigured', 'available'],
    ['ACTIVE', 'available'],
    ['configuring', 'updating'],
    ['updating', 'updating'],
    ['starting', 'updating'],
    ['rebooting', 'updating'],
    ['stopping', 'suspended'],
    ['down', 'suspended'],
    ['error', 'failed'],
    ['deleting', 'deleting'],
    ['deleted', 'deleting'],
    ['brand-new', 'unknown'],
    [undefined, 'unknown'],
  ])('in state %s is %s', (status, state) => {
    expect(decodeState(status)).toBe(state);
  });
});

describe('an order', () => {
  const network = { vpc: 'vpc-1' };

  test('of a tier becomes a normal gateway with addresses for SNAT', () => {
    const order = { name: 'shop', network, billing: { mode: 'on-demand' } as const, addresses: ['1.2.3.4'] };
    expect(encodeOrder(order, { tier: 'large' })).toEqual({
      name: 'shop',
      vpcId: 'vpc-1',
      spec: 'large',
      eips: ['1.2.3.4'],
      billing: { paymentTiming: 'Postpaid' },
    });
  });

  test('of units becomes an enhanced gateway with one pool, tags and protection', () => {
    const billing = { mode: 'prepaid', term: { years: 2 }, autoPay: true } as const;
    const order = {
      name: 'shop',
      network,
      billing,
      addresses: ['1.2.3.4'],
      tags: { a: 'b' },
      protected: true,
    };
    expect(encodeOrder(order, { units: 2 })).toEqual({
      name: 'shop',
      vpcId: 'vpc-1',
      cuNum: 2,
      bindEips: ['1.2.3.4'],
      billing: {
        paymentTiming: 'Prepaid',
        reservation: { reservationLength: 24, reservationTimeUnit: 'month' },
      },
      tags: [{ tagKey: 'a', tagValue: 'b' }],
      deleteProtect: true,
    });
  });

  test('counts years in months, which is all Baidu sells', () => {
    expect(encodeTerm({ years: 3 })).toEqual({ reservationLength: 36, reservationTimeUnit: 'month' });
    expect(encodeBilling({ mode: 'prepaid', term: { months: 7 } }).paymentTiming).toBe('Prepaid');
  });

  test('of a size Baidu does not know is no order', () => {
    expect(encodeSize({ connections: 5 })).toBeUndefined();
  });
});

describe('an address', () => {
  test('tells its gateway, its shared bandwidth and what it serves', () => {
    expect(decodeEip(eipModel.parse(answers.eip), 'snat')).toEqual({
      ip: '180.76.186.174',
      id: 'ip-f9b56c2a',
      use: 'snat',
      gateway: 'nat-bir8biqwr45e',
      bandwidthMbps: 20,
      meteredBy: 'traffic',
      sharedBandwidth: 'eg-3b1f5a2c',
      providerSettings: { name: 'shop-eip' },
      state: 'available',
      providerState: 'binded',
      native: answers.eip,
    });
  });

  test('bound to something that is no NAT gateway is idle here', () => {
    const server = eipModel.parse({ ...answers.eip, instanceType: 'BCC', instanceId: 'i-1' });
    const address = decodeEip(server);
    expect(address.use).toBe('idle');
    expect(address).not.toHaveProperty('gateway');
  });

  test('in a pool that serves both is used by what its rules say', () => {
    const snat = [{ through: ['a', 'b'] }];
    const dnat = [
      { public: { address: 'b', ports: 'any' as const } },
      { public: { address: 'c', ports: 'any' as const } },
    ];
    expect([...usesByRules(['a', 'b', 'c', 'd'], snat, dnat)]).toEqual([
      ['a', 'snat'],
      ['b', 'both'],
      ['c', 'dnat'],
      ['d', 'idle'],
    ]);
  });

  test('in both pools of a normal gateway serves both and leaves both', () => {
    const twice = { ...normal, dnatEips: ['180.76.186.174'] };
    expect(usesOf(twice).get('180.76.186.174')).toBe('both');
    expect(poolsHolding(twice, '180.76.186.174')).toEqual(['eips', 'dnatEips']);
    expect(poolsHolding(enhanced, '180.76.186.180')).toEqual(['bindEips']);
    expect(poolsHolding(enhanced, '1.1.1.1')).toEqual([]);
  });
});

describe('a rule', () => {
  test('for SNAT is read with its block and its addresses', () => {
    expect(decodeSnat(snatRuleModel.parse(answers.snatRule))).toEqual({
      id: 'rule-zx2y3ps9ds1x',
      name: 'out',
      source: { cidr: '192.168.1.0/24' },
      through: ['180.76.186.174'],
      state: 'available',
      providerState: 'active',
      native: answers.snatRule,
    });
  });

  test('for SNAT of one address is a block of one', () => {
    expect(
      decodeSnat(snatRuleModel.parse({ ...answers.snatRule, sourceCIDR: '192.168.1.7' })).source,
    ).toEqual({
      cidr: '192.168.1.7/32',
    });
  });

  test('for SNAT without a name is named after its block, since Baidu wants a name', () => {
    expect(encodeSnat({ source: { cidr: '10.0.8.0/24' }, through: ['1.2.3.4'] })).toEqual({
      ruleName: 'snat-10.0.8.0/24',
      publicIpsAddress: ['1.2.3.4'],
      sourceCIDR: '10.0.8.0/24',
    });
  });

  test.each([[{ hosts: ['10.0.0.1'] }], [{ network: 'whole' as const }], [{ subnet: 'sbn-1' }]])(
    'for SNAT never widens a source it cannot spell: %j',
    (source) => {
      expect(() => encodeSnat({ source, through: ['1.2.3.4'] })).toThrow(/unsupported/);
    },
  );

  test('for SNAT is the same whatever the order of its addresses', () => {
    const source = { cidr: '10.0.8.0/24' };
    expect(sameSnat({ source, through: ['a', 'b'] }, { source, through: ['b', 'a'] })).toBe(true);
    expect(sameSnat({ source, through: ['a'] }, { source, through: ['b'] })).toBe(false);
  });

  test('for DNAT reads ports given as text', () => {
    expect(decodeDnat(dnatRuleModel.parse(answers.dnatRule))).toMatchObject({
      protocol: 'tcp',
      public: { address: '180.76.186.174', ports: { from: 8080, to: 8080 } },
      private: { address: '192.168.1.4', ports: { from: 80, to: 80 } },
    });
  });

  test.each([
    ['missing', {}],
    ['zero', { publicPort: 0, privatePort: 0 }],
  ])('for DNAT of every port has its ports %s', (_, ports) => {
    const { publicPort: _public, privatePort: _private, ...rest } = answers.dnatRule;
    const rule = decodeDnat(dnatRuleModel.parse({ ...rest, protocol: 'all', ...ports }));
    expect(rule).toMatchObject({ protocol: 'any', public: { ports: 'any' }, private: { ports: 'any' } });
  });

  const outside = { address: '180.76.186.174', ports: { from: 80, to: 80 } };
  const inside = { address: '10.0.0.5', ports: { from: 8080, to: 8080 } };

  test.each([
    [
      { protocol: 'tcp', public: outside, private: inside } as const,
      { protocol: 'TCP', publicPort: 80, privatePort: 8080 },
    ],
    [
      {
        protocol: 'udp',
        public: { ...outside, ports: { from: 80, to: 90 } },
        private: { ...inside, ports: { from: 180, to: 190 } },
      } as const,
      { protocol: 'UDP', publicPortRange: '80-90', privatePortRange: '180-190' },
    ],
    [
      {
        protocol: 'any',
        public: { ...outside, ports: 'any' },
        private: { ...inside, ports: 'any' },
      } as const,
      { protocol: 'all' },
    ],
  ])('for DNAT goes out and comes back the same: %j', (spec, wire) => {
    const encoded = encodeDnat(spec);
    expect(encoded).toEqual({ publicIpAddress: outside.address, privateIpAddress: inside.address, ...wire });
    expect(decodeDnat(dnatRuleModel.parse({ ruleId: 'rule-1', ...encoded }))).toMatchObject(spec);
  });
});

describe('two DNAT rules', () => {
  const rule = (protocol: 'tcp' | 'udp' | 'any', from: number, to: number, address = '1.2.3.4') => ({
    protocol,
    public: { address, ports: protocol === 'any' ? ('any' as const) : { from, to } },
  });

  test.each([
    [rule('tcp', 80, 80), rule('tcp', 80, 80), true],
    [rule('tcp', 80, 90), rule('tcp', 90, 99), true],
    [rule('tcp', 80, 90), rule('tcp', 91, 99), false],
    [rule('tcp', 80, 80), rule('udp', 80, 80), false],
    [rule('any', 0, 0), rule('udp', 80, 80), true],
    [rule('any', 0, 0), rule('any', 0, 0, '4.3.2.1'), false],
  ])('%j and %j share a port: %s', (left, right, shared) => {
    expect([sharesPort(left, right), sharesPort(right, left)]).toEqual([shared, shared]);
  });
});

describe('the rest', () => {
  test('of a network is its blocks', () => {
    expect(decodeNetwork(vpcModel.parse(answers.vpc))).toMatchObject({
      id: 'vpc-13vuxu016dew',
      name: 'office',
      cidrs: ['192.168.0.0/16', '10.0.0.0/16'],
    });
  });

  test('of a subnet is its block, zone and network', () => {
    expect(decodeSubnet(subnetModel.parse(answers.subnet))).toMatchObject({
      id: 'sbn-4zt8126ea6c3',
      network: 'vpc-13vuxu016dew',
      cidr: '192.168.16.0/20',
      zone: 'cn-bj-b',
    });
  });

  test.each([
    ['2018-08-13T08:10:59Z', '2018-08-13T08:10:59Z'],
    ['2021-04-25 17:22:34', '2021-04-25T17:22:34Z'],
    ['2021-04-25T17:22:34+08:00', '2021-04-25T09:22:34Z'],
    ['', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('of a time %s is %s', (text, instant) => {
    expect(decodeInstant(text)).toBe(instant);
  });

  test('of a listing goes on where its cursor says, and nowhere else', () => {
    const place = { vpcs: ['vpc-1', 'vpc-2'], marker: 'nat-9', more: 'vpc-3' };
    expect(decodePlace(encodePlace(place))).toEqual(place);
    expect(() => decodePlace('nat-9')).toThrow(/cursor/);
  });
});
