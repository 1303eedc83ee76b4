import { describe, expect, test } from 'vitest';
import { type Bench, createBench, type Parameters } from './bench.ts';

/** A bench with an intranet gateway that is available. */
function stage(bench: Bench = createBench()) {
  const { vpcId, vSwitchId } = bench.network;
  const order = { VpcId: vpcId, VSwitchId: vSwitchId, NatType: 'Enhanced', NetworkType: 'intranet' };
  const created = bench.must('CreateNatGateway', order);
  bench.pass(100);
  const NatGatewayId = created.text('NatGatewayId');
  const ips = (parameters: Parameters = {}) => bench.must('ListNatIps', { NatGatewayId, ...parameters });
  const cidr = ips().text('NatIps.0.NatIpCidr');
  return {
    ...bench,
    order,
    NatGatewayId,
    cidr,
    ips,
    snatTable: created.text('SnatTableIds.SnatTableId.0'),
    forwardTable: created.text('ForwardTableIds.ForwardTableId.0'),
    create: (parameters: Parameters = {}) =>
      bench.call('CreateNatIp', { NatGatewayId, NatIpCidr: cidr, ...parameters }),
    /** A NAT address that is available, by its id and its address. */
    natIp(parameters: Parameters = {}) {
      const body = bench.must('CreateNatIp', { NatGatewayId, NatIpCidr: cidr, ...parameters });
      bench.pass(10);
      return { id: body.text('NatIpId'), ip: body.text('NatIp') };
    },
    refusal: (action: string, parameters: Parameters) => {
      const { status, body } = bench.call(action, { NatGatewayId, ...parameters });
      return `${status} ${body.at('Code')}`;
    },
  };
}

const other = { NatIpCidr: '192.168.0.0/16', NatIpCidrName: 'outer' };

describe('an intranet gateway', () => {
  test('is listed as one, with a default block and a default NAT address, and brings no route', () => {
    const { must, ips, cloud } = stage();

    const gateway = must('DescribeNatGateways', { NetworkType: 'intranet' });
    expect(gateway.at('NatGateways.NatGateway.0')).toMatchObject({
      NetworkType: 'intranet',
      InternetChargeType: 'PayByLcu',
      IpLists: { IpList: [] },
    });
    expect(must('DescribeNatGateways', { NetworkType: 'internet' }).at('TotalCount')).toBe(0);
    expect(ips().at('NatIps')).toMatchObject([
      {
        IsDefault: true,
        NatIpStatus: 'Available',
        NatIp: gateway.at('NatGateways.NatGateway.0.NatGatewayPrivateInfo.PrivateIpAddress'),
      },
    ]);
    expect(ips().at('TotalCount')).toBe('1');
    expect(JSON.stringify(cloud.world())).not.toContain('"defaultRoute":{');
    cloud.checkInvariants();
  });

  test('takes the private address it is created with, unless it is in use', () => {
    const { must, call, pass, order, cloud } = stage();
    const wanted = { ...order, NatIp: '10.1.0.77' };

    const NatGatewayId = must('CreateNatGateway', wanted).text('NatGatewayId');
    pass(100);

    expect(must('ListNatIps', { NatGatewayId }).at('NatIps.0.NatIp')).toBe('10.1.0.77');
    expect(call('CreateNatGateway', wanted).body.at('Code')).toBe('InvalidNatIp.Duplicated');
    cloud.checkInvariants();
  });

  test.each<[Parameters, string]>([
    [{ NatType: 'Normal', VSwitchId: '' }, 'NetworkType'],
    [{ InstanceChargeType: 'PrePaid' }, 'InstanceChargeType'],
    [{ InternetChargeType: 'PayBySpec' }, 'InternetChargeType'],
    [{ EipBindMode: 'NAT' }, 'EipBindMode'],
  ])('is not sold with %j', (parameters, name) => {
    const { call, order } = stage();
    expect(call('CreateNatGateway', { ...order, ...parameters }).body.at('Code')).toBe(
      `InvalidParameter.${name}.ValueNotSupported`,
    );
  });

  test('takes no EIP, no bind mode and no bandwidth package', () => {
    const { must, refusal, NatGatewayId } = stage();
    const AllocationId = must('AllocateEipAddress').text('AllocationId');
    const bind = { AllocationId, InstanceId: NatGatewayId, InstanceType: 'Nat' };

    expect(refusal('AssociateEipAddress', bind)).toBe('400 OperationUnsupported.NetworkType');
    expect(refusal('ModifyNatGatewayAttribute', { EipBindMode: 'NAT' })).toBe(
      '400 OperationUnsupported.NetworkType',
    );
    expect(refusal('CreateBandwidthPackage', { Bandwidth: 5, IpCount: 1 })).toBe(
      '400 OperationUnsupported.NetworkType',
    );
  });

  test('goes with what came with it; other NAT addresses and blocks have to go before, or with Force', () => {
    const { must, refusal, pass, natIp, cloud, NatGatewayId } = stage();
    must('CreateNatIpCidr', { NatGatewayId, ...other });
    const { id } = natIp();

    expect(refusal('DeleteNatGateway', {})).toBe('400 DependencyViolation.NatIp');
    must('DeleteNatIp', { NatIpId: id });
    expect(refusal('DeleteNatGateway', { Force: true })).toBe('400 IncorrectStatus.NatIp');
    pass(10);
    expect(refusal('DeleteNatGateway', {})).toBe('400 DependencyViolation.NatIpCidr');
    natIp({ NatIpCidr: other.NatIpCidr });
    must('DeleteNatGateway', { NatGatewayId, Force: true });
    pass(100);

    expect(must('DescribeNatGateways').at('TotalCount')).toBe(0);
    cloud.checkInvariants();
  });
});

describe('NAT addresses', () => {
  test('are created one at a time, change their labels, and go', () => {
    const { must, create, ips, pass, cloud } = stage();

    const { body } = create({ NatIpName: 'out', NatIp: '10.1.0.50' });
    const NatIpId = body.text('NatIpId');
    expect(body.value).toMatchObject({ NatIp: '10.1.0.50', NatIps: [{ NatIp: '10.1.0.50', NatIpId }] });
    expect(ips({ NatIpStatus: 'Creating' }).at('NatIps.0.NatIpName')).toBe('out');
    expect(create().body.at('Code')).toBe('OperationConflict');
    pass(10);
    must('ModifyNatIpAttribute', { NatIpId, NatIpName: 'renamed', NatIpDescription: 'for partners' });
    expect(ips({ 'NatIpIds.1': NatIpId }).at('NatIps.0')).toMatchObject({
      NatIpName: 'renamed',
      NatIpDescription: 'for partners',
      NatIpStatus: 'Available',
      IsDefault: false,
    });
    must('DeleteNatIp', { NatIpId });
    expect(ips({ 'NatIpIds.1': NatIpId }).at('NatIps.0.NatIpStatus')).toBe('Deleting');
    pass(10);
    expect(ips().at('TotalCount')).toBe('1');
    cloud.checkInvariants();
  });

  test('come once under their ClientToken, and listings are read anew under theirs', () => {
    const { create, ips, pass } = stage();
    const token = { ClientToken: 'T' };

    const first = create(token).body.text('NatIpId');
    expect(ips(token).at('NatIps.1.NatIpStatus')).toBe('Creating');
    pass(10);
    expect(create(token).body.text('NatIpId')).toBe(first);
    expect(create({ ...token, NatIpName: 'else' }).body.at('Code')).toBe('IdempotentParameterMismatch');
    expect(ips(token).at('NatIps.1.NatIpStatus')).toBe('Available');
    expect(create({ DryRun: true }).body.at('Code')).toBe('DryRunOperation');
    expect(ips().at('TotalCount')).toBe('2');
  });

  test('are at most 15 a gateway, and are listed page by page', () => {
    const { create, natIp, ips, cloud } = stage();
    for (let count = 1; count < 15; count += 1) natIp();

    expect(create().body.at('Code')).toBe('QuotaExceeded.NatIp');
    const page = ips({ MaxResults: 10 });
    const rest = ips({ MaxResults: 10, NextToken: page.text('NextToken') });
    expect([page.at('NatIps.9.NatIpId'), page.at('TotalCount')]).toEqual([expect.any(String), '15']);
    expect([rest.at('NatIps.4.NatIpId'), rest.at('NatIps.5'), rest.at('NextToken')]).toEqual([
      expect.any(String),
      undefined,
      '',
    ]);
    cloud.checkInvariants();
  });

  test.each<[string, Parameters, string]>([
    ['CreateNatIp', { NatIpCidr: '10.9.0.0/24' }, '404 InvalidNatIpCidr.NotFound'],
    ['CreateNatIp', { NatIpCidr: '' }, '400 MissingNatIpCidr'],
    ['CreateNatIp', { NatIp: '10.1.1.5' }, '400 InvalidParameter.NatIp.Malformed'],
    ['CreateNatIp', { NatIp: '10.1.0.255' }, '400 InvalidParameter.NatIp.Malformed'],
    ['CreateNatIp', { NatIp: 'here' }, '400 InvalidParameter.NatIp.Malformed'],
    ['CreateNatIp', { Ipv4PrefixCount: 1 }, '400 UnsupportedParameter'],
    ['CreateNatIp', { NatGatewayId: 'ngw-none' }, '404 InvalidNatGatewayId.NotFound'],
    ['ListNatIps', { NatGatewayId: 'ngw-none' }, '404 InvalidNatGatewayId.NotFound'],
    ['ListNatIps', { MaxResults: 101 }, '400 InvalidParameter.MaxResults.ValueNotSupported'],
    ['ListNatIps', { NextToken: 'x' }, '400 InvalidParameter.NextToken.Malformed'],
    ['DeleteNatIp', { NatIpId: 'vpcnatip-none' }, '404 InvalidNatIpId.NotFound'],
    ['ModifyNatIpAttribute', { NatIpId: 'vpcnatip-none', NatIpName: 'no' }, '404 InvalidNatIpId.NotFound'],
    ['ModifyNatIpAttribute', { NatIpId: 'vpcnatip-none' }, '400 MissingNatIpName'],
  ])('%s with %j is refused with %s', (action, parameters, refused) => {
    const { refusal, cidr } = stage();
    const input = action === 'CreateNatIp' ? { NatIpCidr: cidr, ...parameters } : parameters;
    expect(refusal(action, input)).toBe(refused);
  });

  test('that came with the gateway, that serve a rule or that are on another gateway do not go', () => {
    const { must, refusal, natIp, pass, ips, snatTable, forwardTable, cidr } = stage();
    const own = ips().text('NatIps.0.NatIpId');
    const one = natIp();
    const two = natIp();
    must('CreateSnatEntry', { SnatTableId: snatTable, SnatIp: one.ip, SourceCIDR: cidr });
    must('CreateForwardEntry', { ForwardTableId: forwardTable, ...forwarding, ExternalIp: two.ip });
    pass(10);

    expect(refusal('DeleteNatIp', { NatIpId: own })).toBe('400 OperationDenied.DefaultNatIp');
    expect(refusal('DeleteNatIp', { NatIpId: one.id })).toBe('400 DependencyViolation.SnatEntry');
    expect(refusal('DeleteNatIp', { NatIpId: two.id })).toBe('400 DependencyViolation.ForwardEntry');
    expect(refusal('DeleteNatIp', { NatIpId: one.id, NatGatewayId: 'ngw-none' })).toBe(
      '404 InvalidNatIpId.NotFound',
    );
    expect(ips({ 'NatIpIds.1': one.id }).at('NatIps.0.NatIpStatus')).toBe('Associated');
  });

  test('are for intranet gateways only', () => {
    const bench = createBench();
    const { vpcId, vSwitchId } = bench.network;
    const order = { VpcId: vpcId, VSwitchId: vSwitchId, NatType: 'Enhanced' };
    const NatGatewayId = bench.must('CreateNatGateway', order).text('NatGatewayId');
    bench.pass(100);

    for (const action of ['CreateNatIp', 'CreateNatIpCidr', 'ListNatIps', 'ListNatIpCidrs']) {
      const { body } = bench.call(action, { NatGatewayId, NatIpCidr: '192.168.0.0/24' });
      expect(body.at('Code')).toBe('OperationUnsupported.NetworkType');
    }
  });

  test('wait for the gateway to be available', () => {
    const { must, order, call } = stage();
    const NatGatewayId = must('CreateNatGateway', order).text('NatGatewayId');

    const { body } = call('CreateNatIp', { NatGatewayId, NatIpCidr: '10.1.0.0/24' });

    expect(body.at('Code')).toBe('IncorrectStatus.NatGateway');
  });
});

const forwarding = { ExternalPort: '80', InternalIp: '10.1.0.9', InternalPort: '8080', IpProtocol: 'TCP' };

describe('rules of an intranet gateway', () => {
  test('name its NAT addresses, several of them without shared bandwidth', () => {
    const { must, natIp, pass, cloud, snatTable, cidr } = stage();
    const pool = `${natIp().ip},${natIp().ip}`;

    must('CreateSnatEntry', { SnatTableId: snatTable, SnatIp: pool, SourceCIDR: cidr });
    pass(10);

    const { value } = must('DescribeSnatTableEntries', { SnatTableId: snatTable });
    expect(value).toMatchObject({
      SnatTableEntries: { SnatTableEntry: [{ SnatIp: pool, Status: 'Available' }] },
    });
    cloud.checkInvariants();
  });

  test('name nothing else, no address that is on its way, and no range of ports', () => {
    const { must, create, natIp, refusal, snatTable, forwardTable, cidr } = stage();
    const eip = must('AllocateEipAddress').text('EipAddress');
    const usable = natIp().ip;
    const early = create().body.text('NatIp');
    const snat = (SnatIp: string) =>
      refusal('CreateSnatEntry', { SnatTableId: snatTable, SnatIp, SourceCIDR: cidr });
    const forward = (change: Parameters) =>
      refusal('CreateForwardEntry', { ForwardTableId: forwardTable, ...forwarding, ...change });

    expect(snat(eip)).toBe('404 InvalidSnatIp.NotFound');
    expect(snat(early)).toBe('400 IncorrectStatus.NatIp');
    expect(forward({ ExternalIp: eip })).toBe('404 InvalidExternalIp.NotFound');
    expect(forward({ ExternalIp: early })).toBe('400 IncorrectStatus.NatIp');
    const range = { ExternalIp: usable, ExternalPort: '10/20', InternalPort: '30/40' };
    expect(forward(range)).toBe('400 InvalidExternalPort.Malformed');
  });
});

describe('NAT CIDR blocks', () => {
  test('are there at once, change their labels, and give addresses', () => {
    const { must, natIp, cloud, NatGatewayId } = stage();
    must('CreateNatIpCidr', { NatGatewayId, ...other });

    must('ModifyNatIpCidrAttribute', {
      NatGatewayId,
      NatIpCidr: other.NatIpCidr,
      NatIpCidrDescription: 'ours',
    });

    const listed = must('ListNatIpCidrs', { NatGatewayId, 'NatIpCidrs.1': other.NatIpCidr });
    expect(listed.at('NatIpCidrs')).toMatchObject([
      {
        NatIpCidrName: 'outer',
        NatIpCidrDescription: 'ours',
        IsDefault: false,
        NatIpCidrStatus: 'Available',
      },
    ]);
    expect(natIp({ NatIpCidr: other.NatIpCidr }).ip).toBe('192.168.0.1');
    expect(natIp({ NatIpCidr: other.NatIpCidr, NatIp: '192.168.0.37' }).ip).toBe('192.168.0.37');
    cloud.checkInvariants();
  });

  test.each(['8.8.8.0/24', '10.0.0.0/8', '192.168.0.1/24', 'x'])('%s is no block for them', (NatIpCidr) => {
    expect(stage().refusal('CreateNatIpCidr', { NatIpCidr })).toBe(
      '400 InvalidParameter.NatIpCidr.Malformed',
    );
  });

  test('lie outside of the VPC and apart, and go only when empty', () => {
    const { must, refusal, natIp, pass, cidr, NatGatewayId } = stage();
    must('CreateNatIpCidr', { NatGatewayId, ...other });
    const { id } = natIp({ NatIpCidr: other.NatIpCidr });
    const remove = () => refusal('DeleteNatIpCidr', { NatIpCidr: other.NatIpCidr });

    expect(refusal('CreateNatIpCidr', { NatIpCidr: '10.1.0.0/24' })).toBe(
      '400 OperationUnsupported.CidrConflict',
    );
    expect(refusal('CreateNatIpCidr', { NatIpCidr: '192.168.9.0/24' })).toBe(
      '400 OperationUnsupported.CidrConflict',
    );
    expect(refusal('DeleteNatIpCidr', { NatIpCidr: cidr })).toBe('400 OperationDenied.DefaultNatIpCidr');
    expect(remove()).toBe('400 DependencyViolation.NatIp');
    must('DeleteNatIp', { NatIpId: id });
    pass(10);
    expect(remove()).toBe('200 undefined');
    expect(remove()).toBe('404 InvalidNatIpCidr.NotFound');
  });
});

test('a seed makes intranet gateways with NAT addresses that its rules name by place', () => {
  const bench = createBench();
  const region = bench.network.regionId;
  const gateway = {
    region,
    networkType: 'intranet',
    natIps: 2,
    snat: [{ addresses: [1, 2], cidr: '10.1.0.0/24' }],
  };

  bench.cloud.seed({ gateways: [gateway] });

  const NatGatewayId = bench.must('DescribeNatGateways').text('NatGateways.NatGateway.0.NatGatewayId');
  const statuses = [0, 1, 2].map((index) =>
    bench.must('ListNatIps', { NatGatewayId }).at(`NatIps.${index}.NatIpStatus`),
  );
  expect(statuses).toEqual(['Available', 'Associated', 'Associated']);
  bench.cloud.checkInvariants();
});

test('work on a NAT address that breaks down leaves it as it was', () => {
  const { call, must, ips, natIp, pass, cloud, NatGatewayId, cidr } = stage();
  expect(call('CreateNatIp', { NatGatewayId, NatIpCidr: cidr }, 'failed').status).toBe(200);
  pass(10);
  expect(ips().at('TotalCount')).toBe('1');
  const { id } = natIp();
  must('DeleteNatIp', { NatIpId: id }, 'failed');
  pass(10);
  expect(ips({ 'NatIpIds.1': id }).at('NatIps.0.NatIpStatus')).toBe('Available');
  cloud.checkInvariants();
});
