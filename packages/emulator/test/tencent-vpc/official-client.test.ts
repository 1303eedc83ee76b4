import { sts } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/index.js';
import { tag } from 'tencentcloud-sdk-nodejs/tencentcloud/services/tag/index.js';
import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/index.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
afterAll(() => emulator.close());

type SignMethod = 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1';

/** npm tencentcloud-sdk-nodejs as it is, but for protocol and endpoint. */
function clientOf(
  signMethod: SignMethod,
  reqMethod: 'GET' | 'POST',
  credential?: { secretId: string; secretKey: string },
) {
  const { credentials, url } = emulator.connection();
  const httpProfile = { endpoint: new URL(url).host, protocol: 'http://', reqMethod } as const;
  return new vpc.v20170312.Client({
    credential: credential ?? credentials.tencentVpc,
    region: 'ap-guangzhou',
    profile: { signMethod, httpProfile },
  });
}

type Client = ReturnType<typeof clientOf>;

const styles: readonly (readonly [SignMethod, 'GET' | 'POST'])[] = [
  ['TC3-HMAC-SHA256', 'POST'],
  ['TC3-HMAC-SHA256', 'GET'],
  ['HmacSHA256', 'POST'],
  ['HmacSHA256', 'GET'],
  ['HmacSHA1', 'POST'],
  ['HmacSHA1', 'GET'],
];

/** Allocates EIPs and waits for their task; answers id and IP of each. */
async function allocate(client: Client, count: number) {
  const { AddressSet = [], TaskId } = await client.AllocateAddresses({
    AddressCount: count,
    InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
    InternetMaxBandwidthOut: 100,
    Tags: [{ Key: 'team', Value: 'shop' }],
  });
  const { Result } = await client.DescribeTaskResult({ TaskId: Number(TaskId) });
  expect(Result).toBe('SUCCESS');
  const { AddressSet: records = [] } = await client.DescribeAddresses({ AddressIds: AddressSet });
  return records.map(({ AddressId = '', AddressIp = '' }) => ({ id: AddressId, ip: AddressIp }));
}

async function taskOf(client: Client, write: Promise<{ RequestId?: string }>) {
  const { RequestId = '' } = await write;
  return (await client.DescribeVpcTaskResult({ TaskId: RequestId })).Status;
}

describe('the official client', () => {
  it.each(styles)('takes a gateway through its whole life with %s and %s', async (signMethod, reqMethod) => {
    emulator.reset();
    const client = clientOf(signMethod, reqMethod);
    const { vpcId, subnetId, cidr } = emulator.connection().networks.tencentVpc;
    const [first, second] = await allocate(client, 2);
    if (first === undefined || second === undefined) throw new Error('two EIPs were allocated');

    const created = await client.CreateNatGateway({
      NatGatewayName: '店铺 shop',
      VpcId: vpcId,
      InternetMaxBandwidthOut: 200,
      MaxConcurrentConnection: 3_000_000,
      PublicIpAddresses: [first.ip],
      Tags: [{ Key: 'city', Value: 'shanghai' }],
      DeletionProtectionEnabled: true,
    });
    const NatGatewayId = created.NatGatewaySet?.[0]?.NatGatewayId ?? '';
    expect(created.NatGatewaySet).toMatchObject([
      { State: 'PENDING', PublicIpAddressSet: [], Zone: '', CreatedTime: '0000-00-00 00:00:00' },
    ]);
    const filtered = await client.DescribeNatGateways({
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'nat-gateway-name', Values: ['店铺 shop'] },
        { Name: 'tag-key', Values: ['city'] },
      ],
      Offset: 0,
      Limit: 10,
    });
    expect(filtered).toMatchObject({ TotalCount: 1, NatGatewaySet: [{ NatGatewayId, State: 'AVAILABLE' }] });

    const tasks = [
      await taskOf(
        client,
        client.AssociateNatGatewayAddress({ NatGatewayId, PublicIpAddresses: [second.ip] }),
      ),
      await taskOf(client, client.AssociateNatGatewayAddress({ NatGatewayId, AddressCount: 1 })),
      await taskOf(
        client,
        client.DisassociateNatGatewayAddress({ NatGatewayId, PublicIpAddresses: [first.ip] }),
      ),
      await taskOf(
        client,
        client.ResetNatGatewayConnection({ NatGatewayId, MaxConcurrentConnection: 1_000_000 }),
      ),
    ];
    expect(tasks).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS']);
    await client.ModifyNatGatewayAttribute({
      NatGatewayId,
      NatGatewayName: 'shop',
      InternetMaxBandwidthOut: 500,
    });
    await client.ModifyNatGatewayAdvancedAttribute({ NatGatewayId, UDPMappingTimeout: 60 });

    await client.CreateNatGatewaySourceIpTranslationNatRule({
      NatGatewayId,
      SourceIpTranslationNatRules: [
        {
          ResourceId: subnetId,
          ResourceType: 'SUBNET',
          PrivateIpAddress: cidr,
          PublicIpAddresses: [second.ip],
          Description: '',
        },
      ],
    });
    const { NetworkInterfaceSet = [] } = await client.DescribeNetworkInterfaces({
      Filters: [{ Name: 'address-ip', Values: ['10.2.1.10'] }],
    });
    await client.CreateNatGatewaySourceIpTranslationNatRule({
      NatGatewayId,
      SourceIpTranslationNatRules: [
        {
          ResourceId: NetworkInterfaceSet[0]?.Attachment?.InstanceId ?? '',
          ResourceType: 'NETWORKINTERFACE',
          PrivateIpAddress: '10.2.1.10',
          PublicIpAddresses: [second.ip],
          Description: 'single host',
        },
      ],
    });
    const snat = await client.DescribeNatGatewaySourceIpTranslationNatRules({
      NatGatewayId,
      Filters: [{ Name: 'resource-id', Values: [subnetId] }],
    });
    const [rule] = snat.SourceIpTranslationNatRuleSet ?? [];
    if (rule === undefined) throw new Error('the SNAT rule is listed');
    await client.ModifyNatGatewaySourceIpTranslationNatRule({
      NatGatewayId,
      SourceIpTranslationNatRule: { ...rule, Description: 'subnet' },
    });

    const web = {
      IpProtocol: 'TCP',
      PublicIpAddress: second.ip,
      PublicPort: 443,
      PrivateIpAddress: '10.2.1.11',
      PrivatePort: 8443,
    };
    await client.CreateNatGatewayDestinationIpPortTranslationNatRule({
      NatGatewayId,
      DestinationIpPortTranslationNatRules: [web, { ...web, IpProtocol: 'UDP', Description: 'quic' }],
    });
    await client.ModifyNatGatewayDestinationIpPortTranslationNatRule({
      NatGatewayId,
      SourceNatRule: web,
      DestinationNatRule: { ...web, PrivatePort: 9443 },
    });
    const dnat = await client.DescribeNatGatewayDestinationIpPortTranslationNatRules({
      Filters: [{ Name: 'public-port', Values: ['443'] }],
    });
    expect(dnat).toMatchObject({
      TotalCount: 2,
      NatGatewayDestinationIpPortTranslationNatRuleSet: [
        { IpProtocol: 'TCP', PrivatePort: 9443, Description: '', NatGatewayId, VpcId: vpcId },
        { IpProtocol: 'UDP', PrivatePort: 8443, Description: 'quic' },
      ],
    });

    const checked = client.UpgradeNatGatewayProductVersion({
      VpcId: vpcId,
      NatGatewayId,
      Force: 1,
      CheckOnlyMode: true,
    });
    await expect(checked).resolves.toHaveProperty('RequestId');
    await client.UpgradeNatGatewayProductVersion({ VpcId: vpcId, NatGatewayId, Force: 1 });
    const after = await client.DescribeNatGateways({ NatGatewayIds: [NatGatewayId] });
    expect(after.NatGatewaySet).toMatchObject([
      {
        NatGatewayName: 'shop',
        NatProductVersion: 2,
        InternetMaxBandwidthOut: 5000,
        MaxConcurrentConnection: 2_000_000,
        TagSet: [{ Key: 'city', Value: 'shanghai' }],
        ConnectionStateTimeouts: { UDPMappingTimeout: 60 },
        PublicIpAddressSet: [{ AddressId: second.id }, expect.anything()],
        SourceIpTranslationNatRuleSet: [
          { Description: 'subnet' },
          { ResourceType: 'NETWORKINTERFACE', PrivateIpAddress: '10.2.1.10' },
        ],
      },
    ]);

    await client.DeleteNatGatewayDestinationIpPortTranslationNatRule({
      NatGatewayId,
      DestinationIpPortTranslationNatRules: [{ ...web, PrivatePort: 9443 }],
    });
    await client.DeleteNatGatewaySourceIpTranslationNatRule({
      NatGatewayId,
      NatGatewaySnatIds: [rule.NatGatewaySnatId ?? ''],
    });
    await expect(client.DeleteNatGateway({ NatGatewayId })).rejects.toMatchObject({
      code: 'UnsupportedOperation.DeletionProtectionEnabled',
    });
    await client.ModifyNatGatewayAttribute({ NatGatewayId, DeletionProtectionEnabled: false });
    await client.DeleteNatGateway({ NatGatewayId, IgnoreOperationRisk: false });
    expect(await client.DescribeNatGateways({ NatGatewayIds: [NatGatewayId] })).toMatchObject({
      TotalCount: 0,
    });

    const released = await client.ReleaseAddresses({ AddressIds: [first.id, second.id] });
    expect(await client.DescribeTaskResult({ TaskId: Number(released.TaskId) })).toMatchObject({
      Result: 'SUCCESS',
    });
    expect(await client.DescribeAddresses({})).toMatchObject({ TotalCount: 1 });
  });

  it.each(['GET', 'POST'] as const)('reads the networks around a gateway with %s', async (reqMethod) => {
    emulator.reset();
    const client = clientOf('TC3-HMAC-SHA256', reqMethod);
    const { vpcId, subnetId } = emulator.connection().networks.tencentVpc;
    emulator.seed({
      tencentVpc: {
        vpcs: [
          {
            region: 'ap-guangzhou',
            vpcId,
            gateways: [{ name: 'shop' }],
            routeTables: [{ main: true, routes: [{ gateway: 'shop' }] }],
          },
        ],
      },
    });
    const vpcs = await client.DescribeVpcs({ VpcIds: [vpcId], Offset: '0', Limit: '10' });
    const subnets = await client.DescribeSubnets({
      Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
      Limit: '1',
    });
    const tables = await client.DescribeRouteTables({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] });
    const interfaces = await client.DescribeNetworkInterfaces({
      Filters: [{ Name: 'subnet-id', Values: [subnetId] }],
    });
    const limits = await client.DescribeVpcLimits({
      LimitTypes: ['vpc-max-nat-gateways', 'nat-gateway-max-eips'],
    });
    const quota = await client.DescribeAddressQuota();
    const zones = await client.DescribeNatGatewayZones();
    const { NatGatewaySet = [] } = await client.DescribeNatGateways({});

    expect(vpcs.VpcSet).toMatchObject([{ VpcId: vpcId, CidrBlock: '10.2.0.0/16' }]);
    expect(subnets).toMatchObject({
      TotalCount: 3,
      SubnetSet: [{ SubnetId: subnetId, CidrBlock: '10.2.1.0/24' }],
    });
    expect(tables.RouteTableSet).toMatchObject([
      {
        Main: true,
        RouteSet: [
          {
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayType: 'NAT',
            GatewayId: NatGatewaySet[0]?.NatGatewayId,
            Enabled: true,
          },
        ],
      },
    ]);
    expect(tables.RouteTableSet?.[0]?.AssociationSet).toHaveLength(3);
    expect(interfaces.TotalCount).toBe(40);
    expect(limits.VpcLimitSet).toEqual([
      { LimitType: 'vpc-max-nat-gateways', LimitValue: 3 },
      { LimitType: 'nat-gateway-max-eips', LimitValue: 10 },
    ]);
    expect(quota.QuotaSet).toContainEqual({
      QuotaId: 'TOTAL_EIP_QUOTA',
      QuotaCurrent: 1,
      QuotaLimit: 20,
      QuotaGroup: 'ap-guangzhou',
    });
    expect(zones.ZoneSet?.[0]).toEqual({ Zone: 'ap-guangzhou-1', ZoneId: 100_001 });
  });

  it('binds EIPs to servers, shares bandwidth, and bounds flows', async () => {
    emulator.reset();
    const client = clientOf('TC3-HMAC-SHA256', 'POST');
    const { vpcId } = emulator.connection().networks.tencentVpc;
    const [eip] = await allocate(client, 1);
    const AddressId = eip?.id ?? '';
    const { NetworkInterfaceSet = [] } = await client.DescribeNetworkInterfaces({ Limit: 1 });
    const InstanceId = NetworkInterfaceSet[0]?.Attachment?.InstanceId ?? '';

    await client.AssociateAddress({ AddressId, InstanceId });
    expect((await client.DescribeAddresses({ AddressIds: [AddressId] })).AddressSet).toMatchObject([
      { AddressStatus: 'BIND', InstanceId, InstanceType: 'CVM' },
    ]);
    await client.DisassociateAddress({ AddressId });
    await client.ModifyAddressAttribute({ AddressId, AddressName: 'shop' });
    await client.ModifyAddressesBandwidth({ AddressIds: [AddressId], InternetMaxBandwidthOut: 50 });

    const { BandwidthPackageId = '' } = await client.CreateBandwidthPackage({ NetworkType: 'BGP' });
    await client.AddBandwidthPackageResources({ ResourceIds: [AddressId], BandwidthPackageId });
    expect(
      await client.DescribeBandwidthPackages({ BandwidthPackageIds: [BandwidthPackageId] }),
    ).toMatchObject({
      TotalCount: 1,
      BandwidthPackageSet: [{ ResourceSet: [{ ResourceId: AddressId }] }],
    });

    const { NatGatewaySet = [] } = await client.CreateNatGateway({
      NatGatewayName: 'standard',
      VpcId: vpcId,
      NatProductVersion: 2,
      PublicIpAddresses: [eip?.ip ?? ''],
    });
    const GatewayId = NatGatewaySet[0]?.NatGatewayId ?? '';
    await client.EnableGatewayFlowMonitor({ GatewayId });
    await client.ModifyGatewayFlowQos({ GatewayId, Bandwidth: 10, IpAddresses: ['10.2.1.10'] });
    expect((await client.DescribeGatewayFlowQos({ GatewayId })).GatewayQosSet).toEqual([
      { VpcId: vpcId, IpAddress: '10.2.1.10', Bandwidth: 10 },
    ]);
    expect(await client.CheckGatewayFlowMonitor({ GatewayId })).toMatchObject({ Enabled: true });
  });

  it('changes tags with the client of the tag service', async () => {
    emulator.reset();
    const { credentials, networks, url } = emulator.connection();
    const client = clientOf('TC3-HMAC-SHA256', 'POST');
    const { NatGatewaySet = [] } = await client.CreateNatGateway({
      NatGatewayName: 'shop',
      VpcId: networks.tencentVpc.vpcId,
      AddressCount: 1,
      Tags: [
        { Key: 'city', Value: 'shanghai' },
        { Key: 'old', Value: '' },
      ],
    });
    const NatGatewayId = NatGatewaySet[0]?.NatGatewayId ?? '';
    const tagging = new tag.v20180813.Client({
      credential: credentials.tencentVpc,
      region: '',
      profile: { httpProfile: { endpoint: new URL(url).host, protocol: 'http://' } },
    });
    await tagging.ModifyResourceTags({
      Resource: `qcs::vpc:ap-guangzhou:uin/:nat/${NatGatewayId}`,
      ReplaceTags: [
        { TagKey: 'city', TagValue: 'guangzhou' },
        { TagKey: 'team', TagValue: 'shop' },
      ],
      DeleteTags: [{ TagKey: 'old' }],
    });
    const after = await client.DescribeNatGateways({ NatGatewayIds: [NatGatewayId] });
    expect(after.NatGatewaySet?.[0]?.TagSet).toEqual([
      { Key: 'city', Value: 'guangzhou' },
      { Key: 'team', Value: 'shop' },
    ]);
  });

  it('shares the bandwidth of a package between EIPs', async () => {
    emulator.reset();
    const client = clientOf('TC3-HMAC-SHA256', 'POST');
    const { BandwidthPackageId = '' } = await client.CreateBandwidthPackage({
      BandwidthPackageName: 'shared',
      InternetMaxBandwidth: 100,
      ChargeType: 'BANDWIDTH_POSTPAID_BY_DAY',
      Tags: [{ Key: 'polynat-order', Value: 'abc' }],
    });
    const { AddressSet: ResourceIds = [] } = await client.AllocateAddresses({ AddressCount: 2 });
    await client.AddBandwidthPackageResources({ BandwidthPackageId, ResourceIds });
    await client.ModifyBandwidthPackageBandwidth({ BandwidthPackageId, InternetMaxBandwidth: 200 });
    await client.ModifyBandwidthPackageAttribute({ BandwidthPackageId, BandwidthPackageName: 'renamed' });
    const { BandwidthPackageSet } = await client.DescribeBandwidthPackages({
      Filters: [{ Name: 'tag:polynat-order', Values: ['abc'] }],
    });
    const members = await client.DescribeBandwidthPackageResources({
      BandwidthPackageId,
      Filters: [{ Name: 'resource-id', Values: ResourceIds.slice(0, 1) }],
    });
    const { QuotaSet } = await client.DescribeBandwidthPackageQuota();
    const full = client.DeleteBandwidthPackage({ BandwidthPackageId });
    await expect(full).rejects.toMatchObject({ code: 'InvalidParameterValue.BandwidthPackageInUse' });
    await client.RemoveBandwidthPackageResources({ BandwidthPackageId, ResourceIds });
    await client.DeleteBandwidthPackage({ BandwidthPackageId });

    expect(BandwidthPackageSet).toMatchObject([
      { BandwidthPackageId, BandwidthPackageName: 'renamed', Bandwidth: 200, Status: 'CREATED' },
    ]);
    expect(members).toMatchObject({ TotalCount: 1, ResourceSet: [{ ResourceId: ResourceIds[0] }] });
    expect(QuotaSet).toMatchObject([{ QuotaCurrent: 1, QuotaLimit: 20 }]);
    expect((await client.DescribeBandwidthPackages({})).TotalCount).toBe(0);
    emulator.checkInvariants();
  });

  it('raises the code of the cloud as its own exception', async () => {
    const client = clientOf('TC3-HMAC-SHA256', 'POST');
    await expect(client.DeleteNatGateway({ NatGatewayId: 'nat-00000000' })).rejects.toMatchObject({
      code: 'ResourceNotFound',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('is told apart from the client of bare metal on the same port', async () => {
    const client = clientOf('TC3-HMAC-SHA256', 'POST', emulator.connection().credentials.tencentBm);
    await expect(client.DescribeNatGateways({})).rejects.toMatchObject({
      code: 'AuthFailure.SecretIdNotFound',
    });
    expect(emulator.requests().at(-1)).toMatchObject({
      cloud: 'tencentVpc',
      operation: 'DescribeNatGateways',
    });
  });
});

it.each(styles)('is told whose keys it has, for both products: %s by %s', async (signMethod, reqMethod) => {
  const { credentials, url } = emulator.connection();
  const httpProfile = { endpoint: new URL(url).host, protocol: 'http://', reqMethod } as const;
  const accountOf = async (credential: { secretId: string; secretKey: string }) => {
    const profile = { signMethod, httpProfile };
    const client = new sts.v20180813.Client({ credential, region: 'ap-guangzhou', profile });
    return (await client.GetCallerIdentity()).AccountId;
  };
  const [vpcAccount, bmAccount] = [
    await accountOf(credentials.tencentVpc),
    await accountOf(credentials.tencentBm),
  ];
  expect([vpcAccount, bmAccount]).toEqual([
    expect.stringMatching(/^\d{12}$/),
    expect.stringMatching(/^\d{12}$/),
  ]);
  expect(vpcAccount).not.toBe(bmAccount);
});
