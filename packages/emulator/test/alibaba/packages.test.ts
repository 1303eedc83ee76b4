import { describe, expect, test } from 'vitest';
import { createBench } from './bench.ts';
import { createStage, type Stage } from './stage.ts';

const code = ({ body }: ReturnType<Stage['call']>) => body.at('Code');

describe('a NAT bandwidth package', () => {
  test('may come with the gateway in the form from before 2017', () => {
    const stage = createStage();
    const created = stage.must('CreateNatGateway', {
      VpcId: stage.roomy.vpcId,
      NatType: 'Normal',
      'BandwidthPackage.1.IpCount': 2,
      'BandwidthPackage.1.Bandwidth': 10,
      'BandwidthPackage.1.Zone': 'cn-qingdao-b',
    });

    const BandwidthPackageId = created.text('BandwidthPackageIds.BandwidthPackageId.0');
    const listed = stage.must('DescribeBandwidthPackages', { BandwidthPackageId });

    expect(listed.at('BandwidthPackages.BandwidthPackage.0')).toMatchObject({
      NatGatewayId: created.at('NatGatewayId'),
      Bandwidth: '10',
      IpCount: '2',
      ZoneId: 'cn-qingdao-b',
      PublicIpAddresses: { PublicIpAdresse: [{ UsingStatus: 'Idle' }, { UsingStatus: 'Idle' }] },
    });
  });

  test('keeps EIPs off its gateway, and EIPs keep it off theirs', () => {
    const stage = createStage();
    const AllocationId = stage.must('AllocateEipAddress').text('AllocationId');
    const bind = { AllocationId, InstanceId: stage.legacy.id, InstanceType: 'Nat' };
    const create = { NatGatewayId: stage.gateway.id, Bandwidth: 5, IpCount: 1 };

    expect(code(stage.call('AssociateEipAddress', bind))).toBe('EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP');
    expect(code(stage.call('CreateBandwidthPackage', create))).toBe('EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP');
  });

  test('grows to fifty addresses and shrinks to one', () => {
    const stage = createStage();
    const { packageId: BandwidthPackageId, packageIps } = stage;
    stage.must('AddBandwidthPackageIps', { BandwidthPackageId, IpCount: 47 });
    const removed = {
      'RemovedIpAddresses.1': packageIps[0] ?? '',
      'RemovedIpAddresses.2': packageIps[1] ?? '',
    };
    stage.must('RemoveBandwidthPackageIps', { BandwidthPackageId, ...removed });

    const listed = stage.must('DescribeBandwidthPackages');
    expect(listed.at('BandwidthPackages.BandwidthPackage.0.IpCount')).toBe('48');
  });

  test('turns into a shared package of EIPs that keeps addresses, entries and bandwidth', () => {
    const stage = createStage();
    const [ip = ''] = stage.packageIps;
    const table = { SnatTableId: stage.legacy.snatTableId };
    stage.must('CreateSnatEntry', {
      ...table,
      SnatIp: stage.packageIps.join(','),
      SourceCIDR: '10.200.0.0/24',
    });
    stage.pass(5);

    const converted = stage.must('ConvertBandwidthPackage', { BandwidthPackageId: stage.packageId });

    const BandwidthPackageId = converted.text('ConvertInstanceId');
    const shared = stage.must('DescribeCommonBandwidthPackages', { BandwidthPackageId });
    expect(shared.at('CommonBandwidthPackages.CommonBandwidthPackage.0')).toMatchObject({
      Bandwidth: '5',
      PublicIpAddresses: {
        PublicIpAddresse: [{ IpAddress: ip, BandwidthPackageIpRelationStatus: 'BINDED' }, {}, {}],
      },
    });
    expect(
      stage.must('DescribeEipAddresses', { EipAddress: ip }).at('EipAddresses.EipAddress.0'),
    ).toMatchObject({ Status: 'InUse', InstanceId: stage.legacy.id, BandwidthPackageId });
    expect(stage.must('DescribeSnatTableEntries', table).at('TotalCount')).toBe(1);
    expect(stage.must('DescribeBandwidthPackages').at('TotalCount')).toBe(0);
    stage.cloud.checkInvariants();
  });

  test('is deleted by Force together with the entries that use it', () => {
    const stage = createStage();
    const table = { SnatTableId: stage.legacy.snatTableId };
    stage.must('CreateSnatEntry', {
      ...table,
      SnatIp: stage.packageIps[0] ?? '',
      SourceCIDR: '10.200.0.0/24',
    });
    stage.pass(5);

    stage.must('DeleteBandwidthPackage', { BandwidthPackageId: stage.packageId, Force: true });

    expect(stage.must('DescribeSnatTableEntries', table).at('TotalCount')).toBe(0);
    stage.cloud.checkInvariants();
  });
});

describe('a common bandwidth package', () => {
  test('binds an EIP in some seconds, lets it go, and can then be deleted', () => {
    const stage = createStage();
    const BandwidthPackageId = stage
      .must('CreateCommonBandwidthPackage', { Bandwidth: 20 })
      .text('BandwidthPackageId');
    const member = { BandwidthPackageId, IpInstanceId: stage.spareId };
    const relation = () =>
      stage
        .must('DescribeCommonBandwidthPackages', { BandwidthPackageId })
        .at(
          'CommonBandwidthPackages.CommonBandwidthPackage.0.PublicIpAddresses.PublicIpAddresse.0.BandwidthPackageIpRelationStatus',
        );

    stage.must('AddCommonBandwidthPackageIp', member);
    const early = relation();
    stage.pass(3);
    const late = relation();
    const inUse = stage.call('DeleteCommonBandwidthPackage', { BandwidthPackageId });
    stage.must('RemoveCommonBandwidthPackageIp', member);
    stage.must('DeleteCommonBandwidthPackage', { BandwidthPackageId });

    expect([early, late]).toEqual(['BINDING', 'BINDED']);
    expect(code(inUse)).toBe('BandwidthPackageOperation.conflict');
    expect(stage.must('DescribeCommonBandwidthPackages').at('TotalCount')).toBe(0);
  });

  test('takes several EIPs at once or none of them', () => {
    const stage = createStage();
    const BandwidthPackageId = stage
      .must('CreateCommonBandwidthPackage', { Bandwidth: 20 })
      .text('BandwidthPackageId');
    const wrong = { 'IpInstanceIds.1': stage.spareId, 'IpInstanceIds.2': 'eip-none' };

    const refused = stage.call('AddCommonBandwidthPackageIps', { BandwidthPackageId, ...wrong });
    const joined = stage.call('AddCommonBandwidthPackageIps', {
      BandwidthPackageId,
      'IpInstanceIds.1': stage.spareId,
    });

    expect(code(refused)).toBe('InvalidIpInstanceId.NotFound');
    expect(joined.status).toBe(200);
  });

  test('is Modifying while its bandwidth changes', () => {
    const stage = createStage();
    const BandwidthPackageId = stage
      .must('CreateCommonBandwidthPackage', { Bandwidth: 20 })
      .text('BandwidthPackageId');
    const look = () =>
      stage.must('DescribeCommonBandwidthPackages').at('CommonBandwidthPackages.CommonBandwidthPackage.0');

    stage.must('ModifyCommonBandwidthPackageSpec', { BandwidthPackageId, Bandwidth: 50 });
    const early = look();
    stage.pass(3);

    expect(early).toMatchObject({ Status: 'Modifying' });
    expect(look()).toMatchObject({ Status: 'Available', Bandwidth: '50' });
  });
});

describe('tags', () => {
  test('are set, listed, filtered by and removed', () => {
    const stage = createStage();
    const resource = { ResourceType: 'NATGATEWAY', 'ResourceId.1': stage.gateway.id };
    stage.must('TagResources', {
      ...resource,
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'web',
      'Tag.2.Key': 'env',
    });

    const listed = stage.must('ListTagResources', { ResourceType: 'NATGATEWAY' });
    const found = stage.must('DescribeNatGateways', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' });
    const missed = stage.must('DescribeNatGateways', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'shop' });
    stage.must('UnTagResources', { ...resource, 'TagKey.1': 'team' });

    expect(listed.at('TagResources.TagResource')).toEqual([
      { ResourceId: stage.gateway.id, ResourceType: 'NATGATEWAY', TagKey: 'team', TagValue: 'web' },
      { ResourceId: stage.gateway.id, ResourceType: 'NATGATEWAY', TagKey: 'env', TagValue: '' },
    ]);
    expect([found.at('TotalCount'), missed.at('TotalCount')]).toEqual([1, 0]);
    expect(stage.must('DescribeNatGateways').at('NatGateways.NatGateway.0.Tags.Tag')).toEqual([
      { TagKey: 'env', TagValue: '' },
    ]);
  });

  test('are paged by token', () => {
    const stage = createStage();
    for (let index = 0; index < 3; index += 1) {
      stage.must('TagResources', {
        ResourceType: 'EIP',
        'ResourceId.1': stage.spareId,
        'Tag.1.Key': `key${index}`,
      });
    }
    const first = stage.must('ListTagResources', { ResourceType: 'EIP', MaxResults: 2 });
    const NextToken = first.text('NextToken');
    const second = stage.must('ListTagResources', { ResourceType: 'EIP', MaxResults: 2, NextToken });

    expect(first.at('TagResources.TagResource')).toHaveLength(2);
    expect(second.at('TagResources.TagResource')).toMatchObject([{ TagKey: 'key2' }]);
    expect(second.at('NextToken')).toBe('');
  });
});

describe('the networks at start', () => {
  test('are one VPC with a vSwitch per zone in every region, and the ready one in cn-qingdao', () => {
    const { must, network, cloud } = createBench();
    const regions = must('DescribeRegions');
    const vSwitches = must('DescribeVSwitches', { VpcId: network.vpcId }).at('VSwitches.VSwitch');

    expect(cloud.networks()).toMatchObject({ regionId: 'cn-qingdao', cidr: '10.1.0.0/16' });
    expect(regions.at('Regions.Region')).toHaveLength(12);
    expect(vSwitches).toMatchObject([
      { VSwitchId: network.vSwitchId, ZoneId: 'cn-qingdao-a', AvailableIpAddressCount: 252 },
      { ZoneId: 'cn-qingdao-b' },
    ]);
    for (let index = 0; index < 12; index += 1) {
      const RegionId = regions.text(`Regions.Region.${index}.RegionId`);
      expect(must('DescribeVpcs', { RegionId }).at('TotalCount')).toBe(1);
    }
  });
});
