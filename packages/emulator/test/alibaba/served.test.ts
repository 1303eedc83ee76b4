import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { operations } from '../../src/clouds/alibaba/operations/index.ts';
import { unserved } from '../../src/clouds/alibaba/unserved.ts';
import { type Bench, createBench, signedQuery } from './bench.ts';

const models: Readonly<Record<string, unknown>> = createRequire(import.meta.url)('@alicloud/vpc20160428');

/** Parameters of the official request model; undefined for operations that it no longer has. */
function officialNames(operation: string): readonly string[] | undefined {
  const model = models[`${operation}Request`];
  if (typeof model !== 'function') return undefined;
  const names: unknown = Reflect.get(model, 'names').call(model);
  return typeof names === 'object' && names !== null ? Object.values(names).map(String) : undefined;
}

/** On every operation, for accounts that act for others; RegionId is checked wherever it stands. */
const everywhere = ['OwnerAccount', 'OwnerId', 'ResourceOwnerAccount', 'ResourceOwnerId', 'RegionId'];

function gatewayWithAddresses(bench: Bench, count: number) {
  const { vpcId, vSwitchId } = bench.network;
  const gatewayId = bench
    .must('CreateNatGateway', { VpcId: vpcId, VSwitchId: vSwitchId, NatType: 'Enhanced' })
    .text('NatGatewayId');
  const addresses = Array.from({ length: count }, () =>
    bench.must('AllocateEipAddress').text('AllocationId'),
  );
  bench.pass(100);
  return { gatewayId, addresses };
}

const numbered = (name: string, values: readonly string[]) =>
  Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));

describe('parameters of today', () => {
  test('are each served or refused, on every operation that the official client still has', () => {
    const modelled = [...operations.values()].filter(({ name }) => officialNames(name) !== undefined);
    const ignored = modelled.flatMap(({ name, parameters }) =>
      (officialNames(name) ?? [])
        .filter((each) => !(each in parameters) && !everywhere.includes(each))
        .filter((each) => !(unserved[name] ?? []).includes(each))
        .map((each) => `${name} ${each}`),
    );

    expect(modelled.length).toBeGreaterThan(20);
    expect(ignored).toEqual([]);
  });

  test('are refused by name when nothing here gives them a meaning', () => {
    const { call } = createBench();

    const { status, body } = call('DescribeNatGateways', { AvailabilityMode: 'multi' });

    expect([status, body.at('Code')]).toEqual([400, 'UnsupportedParameter']);
    expect(body.text('Message')).toContain('AvailabilityMode');
  });

  test('narrow a listing of EIPs by the time of creation and by the reason of a lock', () => {
    const bench = createBench();
    bench.must('AllocateEipAddress');
    bench.pass(600);
    bench.must('AllocateEipAddress');
    const count = (parameters: Record<string, string>) =>
      bench.must('DescribeEipAddresses', parameters).at('TotalCount');
    const from = { 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': '2020-09-25T08:05Z' };
    const until = { 'Filter.1.Key': 'CreationEndTime', 'Filter.1.Value': '2020-09-25T08:05Z' };

    expect([count({}), count(from), count(until)]).toEqual([2, 1, 1]);
    expect(count({ LockReason: 'financial' })).toBe(0);
    expect(count({ SegmentInstanceId: 'eipsg-1' })).toBe(0);
    expect(bench.call('DescribeEipAddresses', { DryRun: true }).body.at('Code')).toBe('DryRunOperation');
    expect(bench.call('DescribeEipAddresses', { 'Filter.1.Key': 'Colour' }).status).toBe(400);

    bench.cloud.seed({ account: { arrears: true } });
    expect(count({ LockReason: 'financial' })).toBe(2);
    expect(count({ LockReason: 'security' })).toBe(0);
  });

  test.each([{ 'Tag.1.Key': 'team' }, { ResourceGroupId: 'rg-1' }, { IsDefault: true }])(
    'that no vSwitch here meets leave none in a listing: %j',
    (parameters) => {
      const { must, network } = createBench();

      expect(must('DescribeVSwitches', { VpcId: network.vpcId }).at('TotalCount')).toBe(2);
      expect(must('DescribeVSwitches', { VpcId: network.vpcId, ...parameters }).at('TotalCount')).toBe(0);
    },
  );

  test('allocate the very address that is asked for, unless it is in use', () => {
    const { call, must } = createBench();

    expect(must('AllocateEipAddress', { IpAddress: '47.99.1.7' }).at('EipAddress')).toBe('47.99.1.7');
    expect(call('AllocateEipAddress', { IpAddress: '47.99.1.7' }).body.at('Code')).toBe('ReserveIpFail');
  });

  test('bind several EIPs to a gateway in one call, all or none', () => {
    const bench = createBench();
    const { gatewayId, addresses } = gatewayWithAddresses(bench, 3);
    const [first = '', ...others] = addresses;
    const batch = (ids: readonly string[]) =>
      bench.call('AssociateEipAddressBatch', {
        ...numbered('InstanceIds', ids),
        BindedInstanceId: gatewayId,
        BindedInstanceType: 'Nat',
      });
    const bound = () =>
      bench.must('DescribeEipAddresses', { AssociatedInstanceId: gatewayId }).at('TotalCount');

    expect(batch([first]).status).toBe(200);
    bench.pass(10);
    expect([batch(addresses).status, bound()]).toEqual([400, 1]);
    expect([batch(others).status, bound()]).toEqual([200, 3]);
    bench.pass(10);

    expect(bench.must('DescribeEipAddresses', { Status: 'InUse' }).at('TotalCount')).toBe(3);
    bench.cloud.checkInvariants();
  });
});

describe('numbered lists', () => {
  test.each([{ 'Tag.0.Key': 'a' }, { 'Tag.21.Key': 'a' }, { 'Tag.x.Key': 'a' }])(
    'refuse %j',
    (parameters) => {
      expect(createBench().call('DescribeNatGateways', parameters).status).toBe(400);
    },
  );

  test('take their first and their last item', () => {
    const { must } = createBench();

    expect(must('DescribeNatGateways', { 'Tag.20.Key': 'a' }).at('TotalCount')).toBe(0);
  });
});

test.each(['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('a signed %s makes no gateway', (method) => {
  const bench = createBench();
  const { regionId, vpcId, vSwitchId } = bench.network;
  const query = signedQuery(
    bench.cloud.credentials,
    `nonce-${method}`,
    {
      Action: 'CreateNatGateway',
      RegionId: regionId,
      VpcId: vpcId,
      VSwitchId: vSwitchId,
      NatType: 'Enhanced',
    },
    method,
  );
  const reply = bench.send({ method, query });

  expect([reply.status, JSON.parse(reply.body).Code]).toEqual([405, 'UnsupportedHTTPMethod']);
  expect(bench.must('DescribeNatGateways').at('TotalCount')).toBe(0);
});

describe('a locked gateway', () => {
  function locked(lock: Record<string, unknown>) {
    const bench = createBench();
    bench.cloud.seed({
      gateways: [{ region: bench.network.regionId, natType: 'Normal', ...lock }],
    });
    const gateway = bench.must('DescribeNatGateways').text('NatGateways.NatGateway.0.NatGatewayId');
    const packages = bench.must('DescribeBandwidthPackages');
    const natPackage = packages.text('BandwidthPackages.BandwidthPackage.0.BandwidthPackageId');
    return { ...bench, gateway, natPackage };
  }

  const packages = [{ bandwidth: 5, ipCount: 2 }];

  test.each<[string, Record<string, string | number>]>([
    ['AddBandwidthPackageIps', { IpCount: 1 }],
    ['DeleteBandwidthPackage', {}],
    ['ModifyBandwidthPackageAttribute', { Name: 'other' }],
  ])('refuses %s for its package, and so does a package that is locked itself', (action, wanted) => {
    for (const lock of [
      { locked: 'FinancialLocked', packages },
      { packages: [{ bandwidth: 5, ipCount: 2, locked: 'FinancialLocked' }] },
    ]) {
      const { call, natPackage } = locked(lock);
      const { body } = call(action, { BandwidthPackageId: natPackage, ...wanted });
      expect(body.at('Code')).toMatch(/FINANCIALLOCKED|FinancialLocked/);
    }
  });

  test('refuses another protection against deletion', () => {
    const { call, gateway } = locked({ locked: 'FinancialLocked', packages });

    const { body } = call('DeletionProtection', {
      InstanceId: gateway,
      Type: 'NATGW',
      ProtectionEnable: true,
    });

    expect(body.at('Code')).toBe('NATGATEWAY_FINANCIALLOCKED');
  });
});

test('a bandwidth package without an address is a wrong value, not a quota', () => {
  const bench = createBench();
  bench.cloud.seed({ gateways: [{ region: bench.network.regionId, natType: 'Normal' }] });
  const gateway = bench.must('DescribeNatGateways').text('NatGateways.NatGateway.0.NatGatewayId');

  const { body } = bench.call('CreateBandwidthPackage', { NatGatewayId: gateway, Bandwidth: 5, IpCount: 0 });

  expect(body.at('Code')).toBe('InvalidParameter.IpCount.ValueNotSupported');
});

describe('one ClientToken under two operations', () => {
  function orders(strict: boolean) {
    const { call, must, network } = createBench(strict);
    const { vpcId, vSwitchId } = network;
    const token = { ClientToken: 'T' };
    const order = () =>
      must('CreateNatGateway', { VpcId: vpcId, VSwitchId: vSwitchId, NatType: 'Enhanced', ...token });
    const gateway = order().text('NatGatewayId');
    const protect = { InstanceId: gateway, Type: 'NATGW', ProtectionEnable: true, ...token };
    return { gateway, order, protect: () => call('DeletionProtection', protect) };
  }

  test('passes, as each operation counts its own', () => {
    expect(orders(false).protect().status).toBe(200);
  });

  test('is refused by strict tokens, while a repeated call gets its first answer', () => {
    const { gateway, order, protect } = orders(true);

    expect([protect().status, protect().body.at('Code')]).toEqual([400, 'IdempotentParameterMismatch']);
    expect(order().text('NatGatewayId')).toBe(gateway);
  });
});
