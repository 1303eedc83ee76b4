import { decodeInstant, decodeOffset, pageOf } from '@polynat/tencent';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOfV2, encodePayment, isLeaving } from '../src/codec/address.ts';
import { gatewayOfV2, gatewayOfV3, modeOf } from '../src/codec/gateway.ts';
import { networkOfV2, subnetOfV2 } from '../src/codec/network.ts';
import { encodeSize } from '../src/codec/size.ts';
import {
  absent,
  encodeSource,
  type Join,
  joinOfV2,
  joinOfV3,
  parseRuleId,
  present,
  rulesOf,
} from '../src/codec/snat.ts';
import { decodeAddressState, decodeGatewayState, decodeVerdict } from '../src/codec/state.ts';
import { eipModel } from '../src/operations/v2/addresses.ts';
import { natModel } from '../src/operations/v2/gateways.ts';
import { v2Operations } from '../src/operations/v2/index.ts';
import { subnetModel, vpcModel } from '../src/operations/v2/networks.ts';
import { natModel as v3NatModel } from '../src/operations/v3/gateways.ts';
import { v3Operations } from '../src/operations/v3/index.ts';
import answers from './fixtures/answers.json' with { type: 'json' };

const region = 'ap-guangzhou';
const bound = { ip: '118.89.24.81', use: 'snat', state: 'available', providerState: '2 bound' };

describe('a gateway', () => {
  test('of version 2 has its network in its key, its size in connections and its time in UTC', () => {
    const nat = natModel.parse(answers.gatewayV2);
    expect(gatewayOfV2(nat, region)).toEqual({
      key: { region, network: 'vpc-kd7d06of', id: 'nat-et8e970y' },
      name: 'shop_1',
      state: 'available',
      providerState: '1 created',
      placement: { vpc: 'vpc-kd7d06of' },
      size: { connections: 1_000_000 },
      generation: 'by-address',
      addresses: [{ ...bound, gateway: 'nat-et8e970y', native: '118.89.24.81' }],
      billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
      tags: {},
      created: '2017-10-11T03:35:02.000Z',
      native: nat,
    });
  });

  test('of the first pages is read with its numbers as text, one address without a list, and the integer of its network', () => {
    const nat = natModel.parse(answers.oldGatewayV2);
    expect(gatewayOfV2(nat, region)).toMatchObject({
      key: { network: '300006' },
      state: 'available',
      size: { connections: 3_000_000 },
      addresses: [bound],
    });
  });

  test('of version 3 tells its zone and that it forwards by block', () => {
    const gateway = gatewayOfV3(v3NatModel.parse(answers.gatewayV3), region);
    expect(gateway).toMatchObject({
      key: { region, network: 'vpc-kd7d06of', id: 'nat-kdm476mp' },
      placement: { zone: 'ap-guangzhou-blsh3-1' },
      size: { connections: 10_000_000 },
      created: '2018-06-24T16:00:00.000Z',
    });
    expect(modeOf(gateway)).toBe('by-block');
  });

  test('is read whatever else is missing or new', () => {
    expect(gatewayOfV2(natModel.parse({ natId: 'nat-1', exclusive: 1 }), region).providerSettings).toEqual({
      exclusive: 1,
    });
    expect(gatewayOfV2(natModel.parse({ natId: 'nat-1', eipSet: null, novel: {} }), region)).toMatchObject({
      name: '',
      state: 'unknown',
      providerState: 'no status',
      addresses: [],
    });
    expect(decodeGatewayState(7)).toEqual({ state: 'unknown', providerState: '7' });
  });
});

describe('an address', () => {
  test('tells its gateway and the bandwidth it is paid by', () => {
    const eip = eipModel.parse(answers.eipV2);
    expect(addressOfV2(eip)).toEqual({
      ...bound,
      id: 'eip-e791epal',
      gateway: 'nat-et8e970y',
      bandwidthMbps: 10,
      meteredBy: 'bandwidth',
      native: eip,
    });
  });

  test.each([
    [0, 'pending', '0 creating'],
    [1, 'pending', '1 binding'],
    [2, 'available', '2 bound'],
    [3, 'pending', '3 unbinding'],
    [4, 'available', '4 unbound'],
    [6, 'deleting', '6 going offline'],
    [9, 'failed', '9 creation failed'],
  ])('of status %i is %s', (status, state, providerState) => {
    expect(decodeAddressState(status)).toEqual({ state, providerState });
  });

  test('is leaving once it is being unbound', () => {
    const eip = addressOfV2(eipModel.parse(answers.eipV2));
    expect(isLeaving(eip)).toBe(false);
    expect(isLeaving(addressOfV2(eipModel.parse({ ...answers.eipV2, status: 3 })))).toBe(true);
    expect(isLeaving(addressOfV2(eipModel.parse({ ...answers.eipV2, natUid: '' })))).toBe(true);
  });

  test.each([
    [{}, { payMode: 'flow' }],
    [{ meteredBy: 'traffic' }, { payMode: 'flow' }],
    [{ bandwidthMbps: 5 }, { payMode: 'bandwidth', bandwidth: 5 }],
    [
      { bandwidthMbps: 5, meteredBy: 'bandwidth' },
      { payMode: 'bandwidth', bandwidth: 5 },
    ],
  ] as const)('ordered as %j is paid as %j', (spec, payment) => {
    expect(encodePayment(spec)).toEqual(payment);
  });
});

const v2Joins = () => {
  const { data } = v2Operations.DescribeBmNatBindSubnets.response.parse(answers.subnetsV2);
  const parts = v2Operations.DescribeBmNatPartSubnetBindIps.response.parse(answers.partsV2);
  return data.subnets.map((joined) => joinOfV2(joined, parts.data));
};

const v3Joins = () =>
  v3Operations.DescribeNatSubnets.response.parse(answers.subnetsV3.Response).NatSubnetInfoSet.map(joinOfV3);

describe('membership', () => {
  test('becomes a rule per subnet, and one per server of a subnet that joined in part', () => {
    const rules = rulesOf(v2Joins(), ['118.89.24.81']);
    expect(rules.map(({ id, source, providerState }) => ({ id, source, providerState }))).toEqual([
      { id: 'subnet-8pca7qqf', source: { subnet: 'subnet-8pca7qqf' }, providerState: '1 all addresses' },
      {
        id: 'subnet-3ab4cd5e/10.11.2.14',
        source: { hosts: ['10.11.2.14'], subnet: 'subnet-3ab4cd5e' },
        providerState: '0 some addresses',
      },
      {
        id: 'subnet-3ab4cd5e/10.11.2.15',
        source: { hosts: ['10.11.2.15'], subnet: 'subnet-3ab4cd5e' },
        providerState: '0 some addresses',
      },
      { id: 'subnet-9zz9zz9z', source: { subnet: 'subnet-9zz9zz9z' }, providerState: '2 as a block' },
    ]);
    expect(rules.every(({ through }) => through[0] === '118.89.24.81')).toBe(true);
  });

  test('of servers that version 3 does not name is one rule for all of them', () => {
    expect(rulesOf(v3Joins(), []).map(({ id, source }) => ({ id, source }))).toEqual([
      { id: 'subnet-8pca7qqf', source: { subnet: 'subnet-8pca7qqf' } },
      { id: 'subnet-3ab4cd5e/hosts', source: { hosts: [], subnet: 'subnet-3ab4cd5e' } },
    ]);
  });

  test('is what the id of its rule says', () => {
    for (const rule of rulesOf(v2Joins(), []))
      expect(parseRuleId(rule.id)).toEqual(encodeSource(rule.source));
    expect(parseRuleId('subnet-1/10.0.0.1,10.0.0.2')).toEqual({
      subnet: 'subnet-1',
      hosts: ['10.0.0.1', '10.0.0.2'],
    });
    expect(parseRuleId('subnet-1/hosts')).toEqual({ subnet: 'subnet-1', hosts: [] });
    expect(parseRuleId('a/b/c')).toBeUndefined();
    expect(parseRuleId('')).toBeUndefined();
  });

  test.each([[{ cidr: '10.11.1.0/24' }], [{ network: 'whole' }], [{ hosts: ['10.11.1.14'] }]] as const)(
    'cannot be %j',
    (source) => {
      expect(() => encodeSource(source)).toThrow(/\[unsupported\]/);
    },
  );

  test('of servers is there as far as they have joined', () => {
    const some = { subnet: 'subnet-3ab4cd5e', hosts: ['10.11.2.14', '10.11.2.99'] };
    expect(present(v2Joins(), some)).toEqual({ ...some, hosts: ['10.11.2.14'] });
    expect(absent(v2Joins(), some)).toEqual({ ...some, hosts: ['10.11.2.99'] });
  });

  test('of a whole subnet is another thing than that of its servers', () => {
    expect(present(v2Joins(), { subnet: 'subnet-3ab4cd5e', hosts: undefined })).toBeUndefined();
    expect(present(v2Joins(), { subnet: 'subnet-8pca7qqf', hosts: ['10.11.1.14'] })).toBeUndefined();
    expect(absent(v2Joins(), { subnet: 'subnet-8pca7qqf', hosts: undefined })).toBeUndefined();
  });

  test('of servers nobody names counts as there', () => {
    const named = { subnet: 'subnet-3ab4cd5e', hosts: ['10.11.2.14'] };
    expect(present(v3Joins(), named)).toEqual(named);
    expect(present(v3Joins(), { subnet: 'subnet-3ab4cd5e', hosts: ['n'] })?.hosts).toEqual(['n']);
  });

  test('is always split into what is there and what is not', () => {
    const ips = fc.uniqueArray(fc.ipV4(), { maxLength: 6 });
    fc.assert(
      fc.property(ips, ips, (joined, wanted) => {
        const joins: Join[] = [{ subnet: 's', hosts: joined, providerState: '', native: undefined }];
        const membership = { subnet: 's', hosts: wanted };
        fc.pre(wanted.length > 0);
        const there = present(joins, membership)?.hosts ?? [];
        const rest = absent(joins, membership)?.hosts ?? [];
        expect([...there, ...rest].toSorted()).toEqual(wanted.toSorted());
        expect(there.every((ip) => joined.includes(ip))).toBe(true);
        expect(rest.some((ip) => joined.includes(ip))).toBe(false);
      }),
    );
  });
});

describe('a task', () => {
  test.each([
    [0, 'succeeded'],
    [1, 'failed'],
    [2, 'running'],
    [5, undefined],
    [undefined, undefined],
  ] as const)('of status %s has %s', (status, verdict) => {
    expect(decodeVerdict(status)).toBe(verdict);
  });

  test.each([
    [{ code: 0, data: { taskId: 9641 } }, '9641'],
    [{ code: '0', data: { taskId: '9641' } }, '9641'],
    [{ code: 0, data: [{ taskId: 9641 }] }, '9641'],
    [{ code: 0 }, undefined],
  ])('is found in %j', (body, taskId) => {
    expect(v2Operations.UpgradeBmNatGateway.response.parse(body).data.taskId).toBe(taskId);
  });

  test.each([
    [{ data: { status: 2 } }, { status: 2 }],
    [{ data: { result: '1' } }, { result: 1 }],
    [{ data: [{ status: 0 }] }, { status: 0 }],
  ])('tells its status in %j', (body, told) => {
    const { data } = v2Operations.QueryBmNatGatewayProductionStatus.response.parse(body);
    expect(data).toMatchObject(told);
  });
});

describe('smaller things', () => {
  test('a network and a subnet keep the provider record', () => {
    const [vpc, subnet] = [vpcModel.parse(answers.vpcV2), subnetModel.parse(answers.subnetV2)];
    expect(networkOfV2(vpc)).toEqual({
      id: 'vpc-kd7d06of',
      name: 'main',
      cidrs: ['10.11.0.0/16'],
      native: vpc,
    });
    expect(subnetOfV2(subnet)).toEqual({
      id: 'subnet-8pca7qqf',
      name: 'web',
      network: 'vpc-kd7d06of',
      cidr: '10.11.1.0/24',
      zone: '1000100003',
      native: subnet,
    });
  });

  test('an order without a size is for the smallest', () => {
    expect(encodeSize(undefined)).toBe(1_000_000);
    expect(encodeSize({ connections: 3_000_000 })).toBe(3_000_000);
  });

  test('a time that is none is left out', () => {
    expect(decodeInstant('2017-10-11 11:35:02')).toBe('2017-10-11T03:35:02.000Z');
    expect(decodeInstant('0000-00-00 00:00:00')).toBeUndefined();
    expect(decodeInstant('')).toBeUndefined();
  });

  test('a page points to the next while there is more, and never to itself', () => {
    expect(pageOf([1, 2], { offset: 4, limit: 2, total: 7 })).toEqual({
      items: [1, 2],
      next: '6',
      positions: { read: 2, total: 7 },
    });
    expect(pageOf([1], { offset: 6, limit: 2, total: 7 })).toEqual({
      items: [1],
      positions: { read: 1, total: 7 },
    });
    expect(pageOf([], { offset: 6, limit: 2, total: 70 })).toEqual({
      items: [],
      positions: { read: 0, total: 70 },
    });
    expect(pageOf([1, 2], { offset: 0, limit: 2, total: undefined })).toEqual({
      items: [1, 2],
      next: '2',
      positions: { read: 2 },
    });
    expect(pageOf([1], { offset: 0, limit: 2, total: undefined })).toEqual({
      items: [1],
      positions: { read: 1 },
    });
  });

  test('a cursor of somebody else is refused', () => {
    expect(decodeOffset('20')).toBe(20);
    expect(() => decodeOffset('{"marker":1}')).toThrow(/cursor: the cursor is not one this listing gave/);
  });
});
