import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

/** What earlier answers named, for later calls. */
type Known = Record<string, string>;

interface Call {
  readonly operation: string;
  /** Parameters as the provider's documents spell them. */
  readonly pairs: (known: Known) => readonly string[];
  readonly answers: unknown;
  readonly keep?: (answer: never) => Known;
}

const text = expect.any(String);
const accepted = { RequestId: text };

const ready = (terminal: Terminal): Known => {
  const { alibaba, baidu, tencentBm } = terminal.emulator.connection().networks;
  return {
    vpc: alibaba.vpcId,
    vSwitch: alibaba.vSwitchId,
    region: alibaba.regionId,
    baiduVpc: baidu.vpcId,
    bmVpc: tencentBm.vpcId,
    bmEip: `${tencentBm.eips[0]}`,
  };
};

/** Runs the calls of one story in their order: each goes on where the one before left the cloud. */
function story(alias: string, seed: unknown, calls: readonly Call[]): void {
  let terminal: Terminal;
  const known: Known = {};
  beforeAll(async () => {
    terminal = await openTerminal(seed);
    Object.assign(known, ready(terminal));
  });
  afterAll(() => terminal.close());

  it.each(calls)('calls $operation', async ({ operation, pairs, answers, keep }) => {
    const answer = await terminal.json<never>('call', alias, operation, ...pairs(known), '--yes');
    expect(answer).toMatchObject(answers as object);
    Object.assign(known, keep?.(answer));
  });
}

type Answer = Readonly<Record<string, string>>;
type Lists = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

describe('every operation of the Alibaba documents', () => {
  story('alibaba', {}, [
    {
      operation: 'CreateNatGateway',
      pairs: ({ region, vpc }) => [
        'Action=CreateNatGateway',
        `RegionId=${region}`,
        `VpcId=${vpc}`,
        'Name=fortest',
        'Description=testnat',
        'ClientToken=sheffxxddjehfh123',
        'Spec=Small',
        'InstanceChargeType=PostPaid',
        'NatType=Normal',
        'InternetChargeType=PayBySpec',
      ],
      answers: { ...accepted, NatGatewayId: text, ForwardTableIds: [text], SnatTableIds: [text] },
      keep: (answer: {
        readonly NatGatewayId: string;
        readonly ForwardTableIds: readonly string[];
        readonly SnatTableIds: readonly string[];
      }) => ({
        gateway: answer.NatGatewayId,
        forwardTable: `${answer.ForwardTableIds[0]}`,
        snatTable: `${answer.SnatTableIds[0]}`,
      }),
    },
    {
      operation: 'ModifyNatGatewayAttribute',
      pairs: ({ region, gateway }) => [
        `NatGatewayId=${gateway}`,
        `RegionId=${region}`,
        'Name=nat123',
        'Description=fortest',
      ],
      answers: accepted,
    },
    {
      operation: 'DescribeNatGateways',
      pairs: ({ region, gateway, vpc }) => [
        `RegionId=${region}`,
        `NatGatewayId=${gateway}`,
        `VpcId=${vpc}`,
        'Name=nat123',
        'InstanceChargeType=PostPaid',
        'Spec=Small',
        'NatType=Normal',
        'PageNumber=1',
        'PageSize=10',
      ],
      answers: {
        TotalCount: 1,
        NatGateways: [{ Name: 'nat123', Description: 'fortest', Status: 'Available' }],
      },
    },
    {
      operation: 'ModifyNatGatewaySpec',
      pairs: ({ region, gateway }) => [
        `NatGatewayId=${gateway}`,
        `RegionId=${region}`,
        'Spec=Middle',
        'ClientToken=SHA234js121223xxxxx',
      ],
      answers: accepted,
    },
    {
      operation: 'CreateBandwidthPackage',
      pairs: ({ region, gateway }) => [
        'Bandwidth=5',
        'IpCount=2',
        `NatGatewayId=${gateway}`,
        `RegionId=${region}`,
        'ClientToken=she11234556664566',
        'Description=带宽包描述',
        'ISP=BGP',
        'InternetChargeType=PayByBandwidth',
        'Name=带宽包名称',
      ],
      answers: { ...accepted, BandwidthPackageId: text },
      keep: ({ BandwidthPackageId }: Answer) => ({ bandwidth: `${BandwidthPackageId}` }),
    },
    {
      operation: 'AddBandwidthPackageIps',
      pairs: ({ region, bandwidth }) => [
        `RegionId=${region}`,
        'IpCount=1',
        `BandwidthPackageId=${bandwidth}`,
        'ClientToken=02fb3da4-130e-11e9-8e44-0016e04115b',
      ],
      answers: accepted,
    },
    {
      operation: 'DescribeBandwidthPackages',
      pairs: ({ region, bandwidth, gateway }) => [
        `RegionId=${region}`,
        `BandwidthPackageId=${bandwidth}`,
        `NatGatewayId=${gateway}`,
        'PageNumber=1',
        'PageSize=10',
      ],
      answers: {
        BandwidthPackages: [{ Name: '带宽包名称', PublicIpAddresses: [{ IpAddress: text }, {}, {}] }],
      },
      keep: ({
        BandwidthPackages,
      }: {
        BandwidthPackages: { PublicIpAddresses: { IpAddress: string }[] }[];
      }) => {
        const [snat, dnat, spare] = BandwidthPackages[0]?.PublicIpAddresses ?? [];
        return { snat: `${snat?.IpAddress}`, dnat: `${dnat?.IpAddress}`, spare: `${spare?.IpAddress}` };
      },
    },
    {
      operation: 'RemoveBandwidthPackageIps',
      pairs: ({ region, bandwidth, spare }) => [
        `BandwidthPackageId=${bandwidth}`,
        `RegionId=${region}`,
        `RemovedIpAddresses.1=${spare}`,
        'ClientToken=SHAww112344jhsxxxx',
      ],
      answers: accepted,
    },
    {
      operation: 'ModifyBandwidthPackageAttribute',
      pairs: ({ region, bandwidth }) => [
        `BandwidthPackageId=${bandwidth}`,
        `RegionId=${region}`,
        'Description=This is NAT.',
        'Name=NATABC',
      ],
      answers: accepted,
    },
    {
      operation: 'ModifyBandwidthPackageSpec',
      pairs: ({ region, bandwidth }) => [
        'Bandwidth=10',
        `BandwidthPackageId=${bandwidth}`,
        `RegionId=${region}`,
      ],
      answers: accepted,
    },
    {
      operation: 'CreateForwardEntry',
      pairs: ({ region, forwardTable, dnat }) => [
        `ExternalIp=${dnat}`,
        'ExternalPort=8080',
        `ForwardTableId=${forwardTable}`,
        'InternalIp=10.1.0.7',
        'InternalPort=80',
        'IpProtocol=TCP',
        `RegionId=${region}`,
        'ForwardEntryName=ForwardEntry-1',
        'ClientToken=0c593ea1-3bea-11e9-b96b-88e9fe637760',
        'PortBreak=false',
      ],
      answers: { ...accepted, ForwardEntryId: text },
      keep: ({ ForwardEntryId }: Answer) => ({ forward: `${ForwardEntryId}` }),
    },
    {
      operation: 'ModifyForwardEntry',
      pairs: ({ region, forwardTable, forward, dnat }) => [
        `ForwardEntryId=${forward}`,
        `ForwardTableId=${forwardTable}`,
        `RegionId=${region}`,
        `ExternalIp=${dnat}`,
        'ExternalPort=80',
        'InternalIp=10.1.0.78',
        'InternalPort=80',
        'IpProtocol=TCP',
      ],
      answers: accepted,
    },
    {
      operation: 'DescribeForwardTableEntries',
      pairs: ({ region, forwardTable, forward, dnat }) => [
        `ForwardTableId=${forwardTable}`,
        `RegionId=${region}`,
        `ForwardEntryId=${forward}`,
        `ExternalIp=${dnat}`,
        'ExternalPort=80',
        'InternalIp=10.1.0.78',
        'InternalPort=80',
        'IpProtocol=TCP',
        'ForwardEntryName=ForwardEntry-1',
        'PageNumber=1',
        'PageSize=10',
      ],
      answers: { TotalCount: 1, ForwardTableEntries: [{ ExternalPort: '80', InternalIp: '10.1.0.78' }] },
    },
    {
      operation: 'DeleteForwardEntry',
      pairs: ({ region, forwardTable, forward }) => [
        `ForwardEntryId=${forward}`,
        `ForwardTableId=${forwardTable}`,
        `RegionId=${region}`,
      ],
      answers: accepted,
    },
    {
      operation: 'CreateSnatEntry',
      pairs: ({ region, snatTable, snat }) => [
        `RegionId=${region}`,
        `SnatIp=${snat}`,
        `SnatTableId=${snatTable}`,
        'SourceCIDR=10.1.1.0/24',
        'SnatEntryName=SnatEntry-1',
        'ClientToken=02fb3da4-130e-11e9-8e44-001sdfg',
      ],
      answers: { ...accepted, SnatEntryId: text },
      keep: ({ SnatEntryId }: Answer) => ({ entry: `${SnatEntryId}` }),
    },
    {
      operation: 'ModifySnatEntry',
      pairs: ({ region, snatTable, entry, snat }) => [
        `RegionId=${region}`,
        `SnatEntryId=${entry}`,
        `SnatTableId=${snatTable}`,
        `SnatIp=${snat}`,
        'SnatEntryName=SnatEntry-2',
        'ClientToken=02fb3da4-130e-11e9-8e44-001',
      ],
      answers: accepted,
    },
    {
      operation: 'DescribeSnatTableEntries',
      pairs: ({ region, snatTable, entry, snat }) => [
        `RegionId=${region}`,
        `SnatTableId=${snatTable}`,
        `SnatEntryId=${entry}`,
        'SourceCIDR=10.1.1.0/24',
        `SnatIp=${snat}`,
        'SnatEntryName=SnatEntry-2',
        'PageNumber=1',
        'PageSize=10',
      ],
      answers: { TotalCount: 1, SnatTableEntries: [{ SourceCIDR: '10.1.1.0/24', Status: 'Available' }] },
    },
    {
      operation: 'DeleteSnatEntry',
      pairs: ({ region, snatTable, entry }) => [
        `RegionId=${region}`,
        `SnatEntryId=${entry}`,
        `SnatTableId=${snatTable}`,
      ],
      answers: accepted,
    },
    {
      operation: 'ConvertBandwidthPackage',
      pairs: ({ region, bandwidth }) => [
        `BandwidthPackageId=${bandwidth}`,
        `RegionId=${region}`,
        'ClientToken=123e4567-e89b-12d3-a456-426655440000',
      ],
      answers: { ...accepted, ConvertInstanceId: text },
    },
    {
      operation: 'ListEnhancedNatGatewayAvailableZones',
      pairs: ({ region }) => [`RegionId=${region}`],
      answers: { Zones: expect.arrayContaining([expect.objectContaining({ ZoneId: text })]) },
    },
    {
      operation: 'UpdateNatGatewayNatType',
      pairs: ({ region, gateway, vSwitch }) => [
        `NatGatewayId=${gateway}`,
        'NatType=Enhanced',
        `RegionId=${region}`,
        `VSwitchId=${vSwitch}`,
        'DryRun=false',
        'ClientToken=0c593ea1-3bea-11e9-b96b-88e9fe637761',
      ],
      answers: accepted,
    },
    {
      operation: 'GetNatGatewayConvertStatus',
      pairs: ({ region, gateway }) => [`NatGatewayId=${gateway}`, `RegionId=${region}`],
      answers: { ...accepted, NatGatewayId: text, ConvertSteps: expect.any(Array) },
    },
    {
      operation: 'DeleteNatGateway',
      pairs: ({ region, gateway }) => [`NatGatewayId=${gateway}`, `RegionId=${region}`, 'Force=true'],
      answers: accepted,
    },
  ]);

  const withPackage = [
    { region: 'cn-qingdao', natType: 'Normal', name: 'old', packages: [{ bandwidth: 5, ipCount: 1 }] },
  ];
  story('alibaba', { alibaba: { gateways: withPackage } }, [
    {
      operation: 'DescribeBandwidthPackages',
      pairs: () => [],
      answers: { TotalCount: 1 },
      keep: ({ BandwidthPackages }: Lists) => ({
        bandwidth: `${BandwidthPackages?.[0]?.BandwidthPackageId}`,
      }),
    },
    {
      operation: 'DeleteBandwidthPackage',
      pairs: ({ bandwidth }) => [`BandwidthPackageId=${bandwidth}`, 'RegionId=cn-qingdao', 'Force=false'],
      answers: accepted,
    },
  ]);
});

describe('the operations of the Baidu and Tencent documents', () => {
  const prepaid = { name: 'paid', spec: 'small', expiresInDays: 5 };
  story('baidu', { baidu: { gateways: [prepaid] } }, [
    {
      operation: 'ListNat',
      pairs: ({ baiduVpc }) => [`vpcId=${baiduVpc}`],
      answers: { nats: [{ name: 'paid' }] },
      keep: ({ nats }: Lists) => ({ nat: `${nats?.[0]?.id}` }),
    },
    {
      operation: 'PurchaseReservedNat',
      pairs: ({ nat }) => [
        'version=1',
        `natId=${nat}`,
        'action=purchaseReserved',
        'clientToken=dc31ef8c-5e41-4e38-9ds0-9de7250ds5b20',
        'billing.reservation.reservationLength=1',
        'billing.reservation.reservationTimeUnit=month',
      ],
      answers: { requestId: text },
    },
    {
      operation: 'RenewNat',
      pairs: ({ nat }) => [
        `natId=${nat}`,
        'billing={"reservation":{"reservationLength":1,"reservationTimeUnit":"month"}}',
      ],
      answers: { requestId: text },
    },
  ]);

  const small = { name: 'small', maxConcurrent: 1_000_000, eips: ['198.19.0.10'] };
  const datacentre = {
    region: 'ap-guangzhou',
    cidr: '10.9.0.0/16',
    eips: [{ ip: '198.19.0.10' }],
    gateways: [small],
  };
  story('tencent-bm', { tencentBm: { vpcs: [datacentre] } }, [
    {
      operation: 'DescribeBmNatGateway',
      pairs: () => [],
      answers: { data: [{ natName: 'small', maxConcurrent: 1_000_000 }] },
      keep: ({ data }: Lists) => ({ nat: `${data?.[0]?.natId}`, bmVpc: `${data?.[0]?.unVpcId}` }),
    },
    {
      operation: 'UpgradeBmNatGateway',
      pairs: ({ bmVpc, nat }) => [`vpcId=${bmVpc}`, `natId=${nat}`, 'maxConcurrent=3000000'],
      answers: { data: { taskId: text } },
      keep: ({ data }: { data: { taskId: string } }) => ({ task: data.taskId }),
    },
    {
      operation: 'QueryBmNatGatewayProductionStatus',
      pairs: ({ task }) => [`taskId=${task}`],
      answers: { data: { status: 0 } },
    },
  ]);
});
