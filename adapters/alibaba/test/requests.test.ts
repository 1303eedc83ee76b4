import { describe, expect, it } from 'vitest';
import { type OperationName, operations } from '../src/operations/index.ts';
import { scripted } from './scripted.ts';

type Input = Readonly<Record<string, unknown>>;

/** An input each operation accepts, and what makes it unacceptable: the changed fields and the field the refusal names. */
const cases: Readonly<
  Partial<Record<OperationName, { good: Input; bad: readonly (readonly [Input, string])[] }>>
> = {
  CreateNatGateway: {
    good: {
      VpcId: 'vpc-1',
      VSwitchId: 'vsw-1',
      NatType: 'Enhanced',
      Name: 'fortest',
      Description: '1st',
      Tag: [{ Key: 'a', Value: 'b' }],
    },
    bad: [
      [{ VpcId: undefined }, 'VpcId'],
      [{ VpcId: '' }, 'VpcId'],
      [{ Name: 'a' }, 'Name'],
      [{ Name: '1abc' }, 'Name'],
      [{ Name: 'http://x' }, 'Name'],
      [{ Name: 'with space' }, 'Name'],
      [{ Name: `a${'b'.repeat(128)}` }, 'Name'],
      [{ Description: 'x' }, 'Description'],
      [{ Description: 'https://example.com' }, 'Description'],
      [{ Description: 'x'.repeat(257) }, 'Description'],
      [{ ClientToken: 'x'.repeat(65) }, 'ClientToken'],
      [{ ClientToken: 'ключ' }, 'ClientToken'],
      [{ Spec: 'Tiny' }, 'Spec'],
      [{ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Duration: 1 }, 'AutoPay'],
      [{ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', AutoPay: false }, 'Duration'],
      [{ InstanceChargeType: 'PrePaid', Duration: 1, AutoPay: false }, 'PricingCycle'],
      [{ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Duration: 10, AutoPay: false }, 'Duration'],
      [{ InstanceChargeType: 'PrePaid', PricingCycle: 'Year', Duration: '4', AutoPay: 'false' }, 'Duration'],
      [{ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Duration: 0, AutoPay: false }, 'Duration'],
      [{ AutoPay: true }, 'AutoPay'],
      [{ AutoPay: 'yes' }, 'AutoPay'],
      [{ VSwitchId: undefined }, 'VSwitchId'],
      [{ NatType: 'Normal', InternetChargeType: 'PayByLcu' }, 'InternetChargeType'],
      [{ AccessMode: { ModeValue: 'route' } }, 'AccessMode'],
      [{ Tag: Array.from({ length: 21 }, (_, index) => ({ Key: `k${index}` })) }, 'Tag'],
      [{ Period: 1 }, 'CreateNatGateway'],
    ],
  },
  ModifyNatGatewayAttribute: {
    good: { NatGatewayId: 'ngw-1', Name: 'nat123' },
    bad: [
      [{ Name: undefined }, 'Name'],
      [{ NatGatewayId: undefined }, 'NatGatewayId'],
      [{ Description: '1st' }, 'Description'],
    ],
  },
  UpdateNatGatewayNatType: {
    good: { NatGatewayId: 'ngw-1', NatType: 'Enhanced', VSwitchId: 'vsw-1', RegionId: 'cn-qingdao' },
    bad: [
      [{ NatType: 'Normal' }, 'NatType'],
      [{ VSwitchId: undefined }, 'VSwitchId'],
      [{ RegionId: 'cn-hangzhou' }, 'RegionId'],
      [{ RegionId: undefined }, 'RegionId'],
    ],
  },
  GetNatGatewayConvertStatus: {
    good: { NatGatewayId: 'ngw-1' },
    bad: [[{ NatGatewayId: undefined }, 'NatGatewayId']],
  },
  ModifyNatGatewaySpec: {
    good: { NatGatewayId: 'ngw-1', Spec: 'XLarge.1' },
    bad: [
      [{ Spec: undefined }, 'Spec'],
      [{ Spec: 'small' }, 'Spec'],
    ],
  },
  DescribeNatGateways: {
    good: { PageSize: '50', PageNumber: 1, DryRun: 'false' },
    bad: [
      [{ PageSize: 51 }, 'PageSize'],
      [{ PageSize: 0 }, 'PageSize'],
      [{ PageSize: 1.5 }, 'PageSize'],
      [{ PageNumber: 0 }, 'PageNumber'],
      [{ PageNumber: 'two' }, 'PageNumber'],
      [{ DryRun: 1 }, 'DryRun'],
    ],
  },
  DeleteNatGateway: { good: { NatGatewayId: 'ngw-1', Force: 'true' }, bad: [[{ Force: 'maybe' }, 'Force']] },
  CreateForwardEntry: {
    good: {
      ForwardTableId: 'ftb-1',
      ExternalIp: '116.0.0.28',
      ExternalPort: '10/20',
      InternalIp: '192.168.0.1',
      InternalPort: '30/40',
      IpProtocol: 'tcp',
      ForwardEntryName: 'Web / 1',
    },
    bad: [
      [{ ExternalIp: '116.0.0.280' }, 'ExternalIp'],
      [{ ExternalIp: 'eip-1' }, 'ExternalIp'],
      [{ InternalIp: '116.0.0.28' }, 'InternalIp'],
      [{ ExternalPort: 0, InternalPort: 0 }, 'ExternalPort'],
      [{ ExternalPort: 65_536, InternalPort: 1 }, 'ExternalPort'],
      [{ ExternalPort: '20/10' }, 'ExternalPort'],
      [{ ExternalPort: '80-90' }, 'ExternalPort'],
      [{ InternalPort: '30/41' }, 'InternalPort'],
      [{ ExternalPort: 'Any' }, 'ExternalPort'],
      [{ IpProtocol: 'ICMP' }, 'IpProtocol'],
      [{ IpProtocol: 'Any' }, 'ExternalPort'],
      [{ ForwardEntryName: '_web' }, 'ForwardEntryName'],
      [{ ForwardTableId: undefined }, 'ForwardTableId'],
    ],
  },
  ModifyForwardEntry: {
    good: { ForwardTableId: 'ftb-1', ForwardEntryId: 'fwd-1', ExternalPort: 81 },
    bad: [
      [{ ForwardEntryId: undefined }, 'ForwardEntryId'],
      [{ ExternalPort: 'http' }, 'ExternalPort'],
      [{ IpProtocol: 'UDP', InternalPort: 'Any' }, 'InternalPort'],
    ],
  },
  DescribeForwardTableEntries: {
    good: { ForwardTableId: 'ftb-1', PageSize: 50 },
    bad: [
      [{ ForwardTableId: undefined }, 'ForwardTableId'],
      [{ PageSize: 51 }, 'PageSize'],
    ],
  },
  DeleteForwardEntry: {
    good: { ForwardTableId: 'ftb-1', ForwardEntryId: 'fwd-1' },
    bad: [[{ ForwardTableId: '' }, 'ForwardTableId']],
  },
  CreateSnatEntry: {
    good: {
      SnatTableId: 'stb-1',
      SnatIp: '47.0.0.98,47.0.0.99',
      SourceCIDR: '10.0.0.0/24',
      EipAffinity: '1',
    },
    bad: [
      [{ SourceCIDR: undefined }, 'SourceCIDR'],
      [{ SourceVSwitchId: 'vsw-1' }, 'SourceCIDR'],
      [{ SourceCIDR: '116.0.0.28/33' }, 'SourceCIDR'],
      [{ SourceCIDR: '10.0.0.1' }, 'SourceCIDR'],
      [{ SnatIp: '47.0.0.98, 47.0.0.99' }, 'SnatIp'],
      [{ SnatIp: undefined }, 'SnatIp'],
      [{ SnatIp: '' }, 'SnatIp'],
      [{ EipAffinity: 2 }, 'EipAffinity'],
      [{ SnatEntryName: 'x' }, 'SnatEntryName'],
    ],
  },
  ModifySnatEntry: {
    good: { SnatTableId: 'stb-1', SnatEntryId: 'snat-1', SnatIp: '47.0.0.98' },
    bad: [[{ SnatIp: 'eip-1' }, 'SnatIp']],
  },
  DescribeSnatTableEntries: {
    good: { SnatTableId: 'stb-1' },
    bad: [[{ SnatTableId: undefined }, 'SnatTableId']],
  },
  DeleteSnatEntry: {
    good: { SnatTableId: 'stb-1', SnatEntryId: 'snat-1' },
    bad: [[{ SnatEntryId: undefined }, 'SnatEntryId']],
  },
  CreateBandwidthPackage: {
    good: {
      NatGatewayId: 'ngw-1',
      Bandwidth: '5',
      IpCount: 50,
      ISP: 'BGP',
      InternetChargeType: 'PayByTraffic',
      Zone: 'cn-hangzhou-b',
    },
    bad: [
      [{ Bandwidth: 4 }, 'Bandwidth'],
      [{ Bandwidth: 1001 }, 'Bandwidth'],
      [{ IpCount: 0 }, 'IpCount'],
      [{ IpCount: 51 }, 'IpCount'],
      [{ ISP: 'Other' }, 'ISP'],
      [{ InternetChargeType: 'PayByLcu' }, 'InternetChargeType'],
      [{ Description: '1st' }, 'Description'],
    ],
  },
  DescribeBandwidthPackages: { good: { PageSize: 50 }, bad: [[{ PageSize: 51 }, 'PageSize']] },
  ModifyBandwidthPackageAttribute: {
    good: { BandwidthPackageId: 'bwp-1', Description: 'for the shop' },
    bad: [
      [{ Description: undefined }, 'Name'],
      [{ Description: 'http://x.y' }, 'Description'],
    ],
  },
  ModifyBandwidthPackageSpec: {
    good: { BandwidthPackageId: 'bwp-1', Bandwidth: 1000 },
    bad: [[{ Bandwidth: 5000 }, 'Bandwidth']],
  },
  AddBandwidthPackageIps: {
    good: { BandwidthPackageId: 'bwp-1', IpCount: 1 },
    bad: [[{ IpCount: '0' }, 'IpCount']],
  },
  RemoveBandwidthPackageIps: {
    good: { BandwidthPackageId: 'bwp-1', RemovedIpAddresses: '116.0.0.28,116.0.0.29' },
    bad: [
      [{ RemovedIpAddresses: [] }, 'RemovedIpAddresses'],
      [
        { RemovedIpAddresses: Array.from({ length: 21 }, (_, index) => `116.0.0.${index}`) },
        'RemovedIpAddresses',
      ],
      [{ RemovedIpAddresses: ['nateip-1'] }, 'RemovedIpAddresses.0'],
    ],
  },
  DeleteBandwidthPackage: {
    good: { BandwidthPackageId: 'bwp-1', Force: false },
    bad: [[{ BandwidthPackageId: undefined }, 'BandwidthPackageId']],
  },
  ConvertBandwidthPackage: {
    good: { BandwidthPackageId: 'bwp-1' },
    bad: [[{ BandwidthPackageId: undefined }, 'BandwidthPackageId']],
  },
  AllocateEipAddress: {
    good: {
      Bandwidth: '5',
      InternetChargeType: 'PayByTraffic',
      InstanceChargeType: 'PrePaid',
      PricingCycle: 'Year',
      Period: 5,
      AutoPay: true,
    },
    bad: [
      [{ Period: 6 }, 'Period'],
      [{ Period: undefined }, 'Period'],
      [{ AutoPay: undefined }, 'AutoPay'],
      [{ Duration: 1 }, 'AllocateEipAddress'],
      [{ IpAddress: '47.0.0.1', InstanceId: 'i-1' }, 'IpAddress'],
    ],
  },
  AssociateEipAddress: {
    good: { AllocationId: 'eip-1', InstanceId: 'ngw-1', InstanceType: 'Nat' },
    bad: [[{ InstanceType: 'NatGateway' }, 'InstanceType']],
  },
  DescribeEipAddresses: { good: { PageSize: 100 }, bad: [[{ PageSize: 101 }, 'PageSize']] },
  DescribeVSwitches: { good: { VpcId: 'vpc-1' }, bad: [[{ PageSize: 51 }, 'PageSize']] },
  DeletionProtection: {
    good: { InstanceId: 'ngw-1', ProtectionEnable: 'true', Type: 'NATGW' },
    bad: [[{ Type: 'VPC' }, 'Type']],
  },
  TagResources: {
    good: { ResourceType: 'NATGATEWAY', ResourceId: ['ngw-1'], Tag: '[{"Key":"team","Value":"shop"}]' },
    bad: [
      [{ ResourceId: Array.from({ length: 51 }, (_, index) => `ngw-${index}`) }, 'ResourceId'],
      [{ Tag: 'team=shop' }, 'Tag'],
    ],
  },
  UnTagResources: {
    good: { ResourceType: 'NATGATEWAY', ResourceId: ['ngw-1'], TagKey: ['team'] },
    bad: [[{ TagKey: undefined }, 'TagKey']],
  },
};

const accepted = Object.entries(cases).map(([name, { good }]) => [name, good] as const);
const refused = Object.entries(cases).flatMap(([name, { good, bad }]) =>
  bad.map(([change, field]) => [name, change, field, { ...good, ...change }] as const),
);

async function send(name: string, input: Input) {
  const { driver, sent } = scripted(() => ({ body: { RequestId: 'R-1' } }));
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  // The door is typed; this is how a command line meets it, with names and texts.
  const door: { call(operation: string, input: unknown): Promise<unknown> } = driver.native;
  const outcome = await door.call(name, given).catch((error: unknown) => error);
  return { outcome, sent };
}

describe('a request that fits its document', () => {
  it('is known for every operation of the document', () => {
    const untested = Object.keys(operations)
      .slice(0, 24)
      .filter((name) => !(name in cases));
    expect(untested).toEqual(['ListEnhancedNatGatewayAvailableZones']);
  });

  it.each(accepted)('%s is sent', async (name, good) => {
    const { sent } = await send(name, good);
    expect(sent[0]).toMatchObject({ Action: name, Version: '2016-04-28', Format: 'JSON' });
  });

  it.each(accepted)('%s has its region filled in unless it was given', async (name, good) => {
    const { sent } = await send(name, good);
    expect(sent[0]?.RegionId).toBe(good.RegionId ?? 'cn-hangzhou');
  });
});

describe('a request that does not fit', () => {
  it.each(refused)(
    '%s with %o is refused naming %s, and nothing is sent',
    async (name, _change, field, input) => {
      const { outcome, sent } = await send(name, input);
      expect(outcome).toMatchObject({ code: 'invalid-argument', field });
      expect(sent).toEqual([]);
    },
  );

  it('is refused when a field is unknown, naming it', async () => {
    const { outcome } = await send('DeleteNatGateway', { NatGatewayId: 'ngw-1', force: true });
    expect(String(outcome)).toContain('force');
  });

  it('is refused when the operation is unknown, naming those there are', async () => {
    const { outcome } = await send('ListNatGateways', {});
    expect(outcome).toMatchObject({
      code: 'invalid-argument',
      remedy: expect.stringContaining('DescribeNatGateways'),
    });
  });
});

describe('on the wire', () => {
  it('numbers and booleans are decimal text and true or false, lists are numbered from 1, structures are JSON', async () => {
    const { sent } = await send('CreateNatGateway', {
      VpcId: 'vpc-1',
      VSwitchId: 'vsw-1',
      NatType: 'Enhanced',
      InstanceChargeType: 'PrePaid',
      PricingCycle: 'Month',
      Duration: '03',
      AutoPay: 'false',
      PrivateLinkEnabled: true,
      AccessMode: { ModeValue: 'tunnel', TunnelType: 'geneve' },
      Tag: [{ Key: 'team', Value: 'shop' }, { Key: 'bare' }],
    });
    expect(sent[0]).toMatchObject({
      Duration: '3',
      AutoPay: 'false',
      AccessMode: '{"ModeValue":"tunnel","TunnelType":"geneve"}',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'shop',
      'Tag.2.Key': 'bare',
    });
    expect(sent[0]).not.toHaveProperty('Tag.2.Value');
  });

  it('a token of the caller is sent instead of a new one', async () => {
    const { sent } = await send('ModifyNatGatewaySpec', {
      NatGatewayId: 'ngw-1',
      Spec: 'Large',
      ClientToken: 'mine',
    });
    expect(sent[0]?.ClientToken).toBe('mine');
  });
});
