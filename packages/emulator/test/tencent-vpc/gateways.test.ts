import { describe, expect, it } from 'vitest';
import type { Vpc } from './client.ts';
import { dnatRule, ips, situation, snatRule } from './situation.ts';

const GATEWAY = 'nat-shop';
const stateOf = (vpc: Vpc, id = GATEWAY) => vpc.gateway(id)?.State;
const eipState = (vpc: Vpc, ip: string) =>
  vpc.addresses({ Filters: [{ Name: 'address-ip', Values: [ip] }] })[0]?.AddressStatus;
const taskOf = (vpc: Vpc, { RequestId }: { RequestId: string }) =>
  vpc.call('DescribeVpcTaskResult', { TaskId: RequestId });

function creation(vpcId: string, more: object = {}) {
  return { NatGatewayName: 'third', VpcId: vpcId, PublicIpAddresses: [ips.free], ...more };
}

const idOf = (answer: object) => /"NatGatewayId":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? '';

describe('a gateway of Tencent VPC', () => {
  it('is PENDING without EIPs for a minute, and then has them all at once', () => {
    const { vpc, vpcId } = situation();
    const answer = vpc.call('CreateNatGateway', creation(vpcId, { AddressCount: 1, NatProductVersion: 2 }));
    const id = idOf(answer);
    vpc.pass(59);
    const before = vpc.gateway(id);
    vpc.pass(1);
    const after = vpc.gateway(id);
    expect(before).toMatchObject({
      State: 'PENDING',
      PublicIpAddressSet: [],
      MaxConcurrentConnection: 1_000_000,
    });
    expect(after).toMatchObject({
      State: 'AVAILABLE',
      MaxConcurrentConnection: 2_000_000,
      InternetMaxBandwidthOut: 5000,
      Zone: 'ap-guangzhou-1',
      CreatedTime: '2026-03-01 08:30:00',
      PublicIpAddressSet: [{ PublicIpAddress: ips.free }, { IsBlocked: false }],
    });
    expect(taskOf(vpc, answer)).toMatchObject({ Status: 'SUCCESS', Result: [{ ResourceId: id }] });
  });

  it('keeps its state in the world as everybody sees it', () => {
    const { vpc, vpcId } = situation();
    const id = idOf(vpc.call('CreateNatGateway', creation(vpcId, { Tags: [{ Key: 'city', Value: 'gz' }] })));
    expect(vpc.cloud.world()).toMatchObject({
      gateways: expect.arrayContaining([
        expect.objectContaining({
          natId: id,
          state: 'PENDING',
          tags: { city: 'gz' },
          eips: [{ ip: ips.free, state: 'BINDING' }],
        }),
      ]),
    });
  });

  it('that could not be created uses nothing, leaves its place to another, and can be deleted', () => {
    const { vpc, vpcId } = situation();
    const count = vpc.addresses().length;
    const wish = creation(vpcId, { AddressCount: 1 });
    const answer = vpc.settle('CreateNatGateway', wish, { workFault: 'failed' });
    const id = idOf(answer);
    expect(vpc.gateway(id)).toMatchObject({ State: 'PENDFAILURE', PublicIpAddressSet: [] });
    expect(taskOf(vpc, answer)).toMatchObject({ Status: 'FAILED', Output: 'FAILED' });
    expect([eipState(vpc, ips.free), vpc.addresses().length]).toEqual(['UNBIND', count]);
    expect(vpc.code('ModifyNatGatewayAttribute', { NatGatewayId: id, NatGatewayName: 'x' })).toBe(
      'ResourceInUse',
    );
    expect(vpc.code('CreateNatGateway', wish)).toBeUndefined();
    vpc.settle('DeleteNatGateway', { NatGatewayId: id });
    expect(vpc.gateway(id)).toBeUndefined();
  });

  it('shows a new size at once while it is UPDATING', () => {
    const { vpc } = situation();
    const answer = vpc.call('ResetNatGatewayConnection', {
      NatGatewayId: GATEWAY,
      MaxConcurrentConnection: 10_000_000,
    });
    expect(vpc.gateway(GATEWAY)).toMatchObject({ State: 'UPDATING', MaxConcurrentConnection: 10_000_000 });
    expect(taskOf(vpc, answer)).toMatchObject({ Status: 'RUNNING' });
    vpc.pass(10);
    expect(stateOf(vpc)).toBe('AVAILABLE');
  });

  it('gets its old size back when resizing fails', () => {
    const { vpc } = situation();
    const wish = { NatGatewayId: GATEWAY, MaxConcurrentConnection: 3_000_000 };
    vpc.settle('ResetNatGatewayConnection', wish, { workFault: 'failed' });
    expect(vpc.gateway(GATEWAY)).toMatchObject({ State: 'AVAILABLE', MaxConcurrentConnection: 1_000_000 });
  });

  it('becomes standard two minutes after the upgrade, and only checking changes nothing', () => {
    const { vpc, vpcId } = situation();
    vpc.cloud.seed({
      vpcs: [{ region: 'ap-guangzhou', vpcId, gateways: [{ natId: 'nat-plain', name: 'plain' }] }],
    });
    const wish = { VpcId: vpcId, NatGatewayId: 'nat-plain', Force: 1 };
    expect(vpc.code('UpgradeNatGatewayProductVersion', { ...wish, CheckOnlyMode: true })).toBeUndefined();
    expect(stateOf(vpc, 'nat-plain')).toBe('AVAILABLE');
    vpc.call('UpgradeNatGatewayProductVersion', wish);
    vpc.pass(119);
    expect(vpc.gateway('nat-plain')).toMatchObject({ State: 'UPDATING', NatProductVersion: 1 });
    vpc.pass(1);
    expect(vpc.gateway('nat-plain')).toMatchObject({
      State: 'AVAILABLE',
      NatProductVersion: 2,
      MaxConcurrentConnection: 2_000_000,
      AutoScaling: true,
    });
  });

  it('frees its EIPs and takes its routes along when it is deleted at a risk', () => {
    const { vpc, vpcId } = situation();
    const routeTables = [
      { main: true, routes: [{ gateway: 'shop' }, { gateway: 'standard', destination: '1.0.0.0/8' }] },
    ];
    vpc.cloud.seed({ vpcs: [{ region: 'ap-guangzhou', vpcId, routeTables }] });
    expect(vpc.code('DeleteNatGateway', { NatGatewayId: GATEWAY })).toBe(
      'UnsupportedOperation.NatGatewayHaveRoute',
    );
    vpc.call('DeleteNatGateway', { NatGatewayId: GATEWAY, IgnoreOperationRisk: true });
    expect(stateOf(vpc)).toBe('DELETING');
    vpc.pass(30);
    expect(stateOf(vpc)).toBeUndefined();
    expect([eipState(vpc, ips.first), eipState(vpc, ips.second)]).toEqual(['UNBIND', 'UNBIND']);
    const tables = JSON.stringify(
      vpc.call('DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
    );
    expect([tables.includes(GATEWAY), tables.includes('nat-standard')]).toEqual([false, true]);
  });

  it('can lose its routes without being asked when a setting says so', () => {
    const { vpc, vpcId } = situation();
    const routeTables = [{ main: true, routes: [{ gateway: 'shop' }] }];
    vpc.cloud.seed({
      settings: { routesBlockDeletion: false },
      vpcs: [{ region: 'ap-guangzhou', vpcId, routeTables }],
    });
    expect(vpc.code('DeleteNatGateway', { NatGatewayId: GATEWAY })).toBeUndefined();
  });

  it('that could not be deleted takes another deletion and nothing else', () => {
    const { vpc } = situation();
    vpc.settle('DeleteNatGateway', { NatGatewayId: GATEWAY }, { workFault: 'failed' });
    expect(stateOf(vpc)).toBe('DELETEFAILURE');
    const wish = { NatGatewayId: GATEWAY, MaxConcurrentConnection: 3_000_000 };
    expect(vpc.code('ResetNatGatewayConnection', wish)).toBe('ResourceInUse');
    vpc.settle('DeleteNatGateway', { NatGatewayId: GATEWAY });
    expect(stateOf(vpc)).toBeUndefined();
  });

  it.each([
    ['CreateNatGateway', {}, 'PENDING'],
    ['DeleteNatGateway', { NatGatewayId: GATEWAY }, 'DELETING'],
    ['ResetNatGatewayConnection', { NatGatewayId: GATEWAY, MaxConcurrentConnection: 3_000_000 }, 'UPDATING'],
    ['AssociateNatGatewayAddress', { NatGatewayId: GATEWAY, PublicIpAddresses: [ips.free] }, 'AVAILABLE'],
    ['DisassociateNatGatewayAddress', { NatGatewayId: GATEWAY, PublicIpAddresses: [ips.first] }, 'AVAILABLE'],
  ])('stays as it is for ever when %s is stuck', (action, parameters, state) => {
    const { vpc, vpcId } = situation();
    const wish = action === 'CreateNatGateway' ? creation(vpcId) : parameters;
    const answer = vpc.settle(action, wish, { workFault: 'stuck' });
    vpc.pass(86_400);
    expect(stateOf(vpc, action === 'CreateNatGateway' ? idOf(answer) : GATEWAY)).toBe(state);
    expect(taskOf(vpc, answer)).toMatchObject({ Status: 'RUNNING' });
  });

  it('takes its settings at once', () => {
    const { vpc } = situation();
    vpc.call('ModifyNatGatewayAttribute', {
      NatGatewayId: 'nat-standard',
      NatGatewayName: 'renamed',
      ModifySecurityGroup: true,
      SecurityGroupIds: ['sg-1n232323'],
      DeletionProtectionEnabled: true,
      PublicAddressAffinity: false,
    });
    expect(vpc.gateway('nat-standard')).toMatchObject({
      NatGatewayName: 'renamed',
      SecurityGroupSet: ['sg-1n232323'],
      DeletionProtectionEnabled: true,
      PublicAddressAffinity: false,
    });
  });

  it.each([
    [[{ Name: 'nat-gateway-name', Values: ['shop', 'standard'] }], ['nat-shop', 'nat-standard']],
    [[{ Name: 'nat-gateway-id', Values: ['nat-standard', 'nat-unknown'] }], ['nat-standard']],
    [[{ Name: 'nat-state', Values: ['PENDING'] }], []],
    [[{ Name: 'tag-key', Values: ['city'] }], []],
    [
      [
        { Name: 'nat-gateway-name', Values: ['shop'] },
        { Name: 'nat-state', Values: ['AVAILABLE'] },
      ],
      ['nat-shop'],
    ],
  ])('is found by %o', (Filters, expected) => {
    const { vpc } = situation();
    expect(vpc.gateways({ Filters }).map(({ NatGatewayId }) => NatGatewayId)).toEqual(expected);
  });

  it('is not found in another region, by any call', () => {
    const { vpc } = situation();
    const elsewhere = { region: 'ap-shanghai' };
    expect(vpc.call('DescribeNatGateways', {}, elsewhere)).toMatchObject({ TotalCount: 0 });
    expect(vpc.code('DeleteNatGateway', { NatGatewayId: GATEWAY }, elsewhere)).toBe('ResourceNotFound');
    expect(vpc.code('ReleaseAddresses', { AddressIds: ['eip-free'] }, elsewhere)).toBe(
      'InvalidAddressId.NotFound',
    );
  });
});

describe('EIPs of a gateway', () => {
  it('are BINDING and UNBINDING while their task runs', () => {
    const { vpc } = situation();
    const bound = vpc.call('AssociateNatGatewayAddress', {
      NatGatewayId: GATEWAY,
      PublicIpAddresses: [ips.free],
    });
    expect([eipState(vpc, ips.free), taskOf(vpc, bound).Status]).toEqual(['BINDING', 'RUNNING']);
    expect(vpc.gateway(GATEWAY)?.PublicIpAddressSet).toHaveLength(2);
    vpc.pass(10);
    expect([eipState(vpc, ips.free), taskOf(vpc, bound).Status]).toEqual(['BIND', 'SUCCESS']);
    const unbound = vpc.call('DisassociateNatGatewayAddress', {
      NatGatewayId: GATEWAY,
      PublicIpAddresses: [ips.free],
    });
    expect([eipState(vpc, ips.free), taskOf(vpc, unbound).Status]).toEqual(['UNBINDING', 'RUNNING']);
    expect(vpc.gateway(GATEWAY)?.PublicIpAddressSet).toHaveLength(3);
    vpc.pass(10);
    expect([eipState(vpc, ips.free), taskOf(vpc, unbound).Status]).toEqual(['UNBIND', 'SUCCESS']);
  });

  it('take their rules along: pools shrink, empty rules and port rules go', () => {
    const { vpc, subnetId, cidr } = situation();
    const NatGatewayId = GATEWAY;
    vpc.call('ModifyNatGatewaySourceIpTranslationNatRule', {
      NatGatewayId,
      SourceIpTranslationNatRule: {
        ...snatRule,
        ResourceId: subnetId,
        PrivateIpAddress: cidr,
        NatGatewaySnatId: 'snat-subnet',
        PublicIpAddresses: [ips.first, ips.second],
      },
    });
    vpc.settle('DisassociateNatGatewayAddress', { NatGatewayId, PublicIpAddresses: [ips.first] });
    expect(vpc.gateway(NatGatewayId)).toMatchObject({
      DestinationIpPortTranslationNatRuleSet: [],
      SourceIpTranslationNatRuleSet: [{ NatGatewaySnatId: 'snat-subnet', PublicIpAddresses: [ips.second] }],
    });
  });

  it('keep their rules when unbinding fails, and stay where a setting forbids it', () => {
    const { vpc } = situation();
    const wish = { NatGatewayId: GATEWAY, PublicIpAddresses: [ips.first] };
    vpc.settle('DisassociateNatGatewayAddress', wish, { workFault: 'failed' });
    expect([eipState(vpc, ips.first), vpc.gateway(GATEWAY)?.DestinationIpPortTranslationNatRuleSet]).toEqual([
      'BIND',
      [expect.objectContaining({ PublicPort: 443 })],
    ]);
    vpc.cloud.seed({ settings: { unbindWithDnat: 'refuse' } });
    expect(vpc.code('DisassociateNatGatewayAddress', wish)).toBe('ResourceInUse');
  });

  it('are given back as they were when binding fails, and those bought for it are not delivered', () => {
    const { vpc } = situation();
    const count = vpc.addresses().length;
    const wish = { NatGatewayId: GATEWAY, PublicIpAddresses: [ips.free], AddressCount: 2 };
    vpc.settle('AssociateNatGatewayAddress', wish, { workFault: 'failed' });
    expect([eipState(vpc, ips.free), vpc.addresses().length]).toEqual(['UNBIND', count]);
    expect(vpc.gateway(GATEWAY)?.PublicIpAddressSet).toHaveLength(2);
  });

  it('take the bandwidth that is asked for them', () => {
    const { vpc } = situation();
    vpc.settle('AssociateNatGatewayAddress', {
      NatGatewayId: GATEWAY,
      PublicIpAddresses: [ips.free],
      AddressCount: 1,
      StockPublicIpAddressesBandwidthOut: 77,
      PublicIpAddressesBandwidthOut: 33,
    });
    const own = vpc.addresses({ Filters: [{ Name: 'instance-id', Values: [GATEWAY] }] });
    expect(own.map(({ Bandwidth, InstanceType }) => [Bandwidth, InstanceType])).toEqual([
      [100, 'NAT'],
      [100, 'NAT'],
      [77, 'NAT'],
      [33, 'NAT'],
    ]);
  });

  it('in a package are billed by it, whatever their carrier', () => {
    const { vpc } = situation();
    vpc.cloud.seed({
      packages: [{ region: 'ap-guangzhou', packageId: 'bwp-cmcc', networkType: 'SINGLEISP_CMCC' }],
    });
    vpc.settle('AddBandwidthPackageResources', {
      BandwidthPackageId: 'bwp-cmcc',
      ResourceIds: ['eip-carrier'],
    });
    const wish = { NatGatewayId: GATEWAY, PublicIpAddresses: [ips.carrier, ips.packaged] };
    expect(vpc.code('AssociateNatGatewayAddress', wish)).toBeUndefined();
  });
});

describe('rules of a gateway', () => {
  it('are written all or none', () => {
    const { vpc } = situation();
    const rules = [dnatRule, { ...dnatRule, PublicPort: 81, PrivateIpAddress: '10.2.1.99' }];
    vpc.call('CreateNatGatewayDestinationIpPortTranslationNatRule', {
      NatGatewayId: GATEWAY,
      DestinationIpPortTranslationNatRules: rules,
    });
    vpc.call('CreateNatGatewaySourceIpTranslationNatRule', {
      NatGatewayId: GATEWAY,
      SourceIpTranslationNatRules: [snatRule, { ...snatRule, ResourceId: 'subnet-unknown' }],
    });
    expect(vpc.gateway(GATEWAY)).toMatchObject({
      DestinationIpPortTranslationNatRuleSet: [{ PublicPort: 443 }],
      SourceIpTranslationNatRuleSet: [{ NatGatewaySnatId: 'snat-subnet' }, { NatGatewaySnatId: 'snat-host' }],
    });
  });

  it('of TCP and UDP on one port are two, and a change may swap protocol, EIP and ports', () => {
    const { vpc } = situation();
    const write = (action: string, parameters: object) =>
      vpc.settle(action, { NatGatewayId: GATEWAY, ...parameters });
    const udp = { ...dnatRule, PublicPort: 443, IpProtocol: 'UDP' };
    write('CreateNatGatewayDestinationIpPortTranslationNatRule', {
      DestinationIpPortTranslationNatRules: [udp],
    });
    write('ModifyNatGatewayDestinationIpPortTranslationNatRule', {
      SourceNatRule: { IpProtocol: 'TCP', PublicIpAddress: ips.first, PublicPort: 443 },
      DestinationNatRule: { ...dnatRule, PublicIpAddress: ips.second, PublicPort: 53, IpProtocol: 'UDP' },
    });
    expect(vpc.gateway(GATEWAY)?.DestinationIpPortTranslationNatRuleSet).toEqual([
      { ...dnatRule, PublicIpAddress: ips.second, PublicPort: 53, IpProtocol: 'UDP', Description: '' },
      { ...udp, Description: '' },
    ]);
  });

  it('of a server go by the id of the server, as samples spell it, or of its interface', () => {
    const { vpc } = situation();
    const rule = { ...snatRule, ResourceType: 'NETWORKINTERFACE', PrivateIpAddress: '10.2.9.11' };
    const create = (ResourceId: string) =>
      vpc.code('CreateNatGatewaySourceIpTranslationNatRule', {
        NatGatewayId: GATEWAY,
        SourceIpTranslationNatRules: [{ ...rule, ResourceId }],
      });
    expect(create('cvm-web')).toBeUndefined();
    expect(create('eni-web')).toBe('UnsupportedOperation.NatGatewayRulePipExists');
  });

  it('are found by what they hold', () => {
    const { vpc } = situation();
    const dnat = (Name: string, Value: string) =>
      vpc.call('DescribeNatGatewayDestinationIpPortTranslationNatRules', {
        Filters: [{ Name, Values: [Value] }],
      }).TotalCount;
    const snat = (Name: string, Value: string) =>
      vpc.call('DescribeNatGatewaySourceIpTranslationNatRules', {
        NatGatewayId: GATEWAY,
        Filters: [{ Name, Values: [Value] }],
      }).TotalCount;
    expect([
      dnat('private-port', '8443'),
      dnat('private-port', '443'),
      dnat('public-ip-address', ips.first),
    ]).toEqual([1, 0, 1]);
    expect([
      snat('public-ip-address', ips.first),
      snat('resource-id', 'ins-web'),
      snat('description', 'x'),
    ]).toEqual([2, 1, 0]);
  });
});

describe('EIPs', () => {
  it('are allocated once for a token', () => {
    const { vpc } = situation();
    const wish = { AddressCount: 2, ClientToken: 'order-1' };
    const first = vpc.settle('AllocateAddresses', wish);
    const again = vpc.settle('AllocateAddresses', wish);
    expect([again.AddressSet, again.TaskId]).toEqual([first.AddressSet, first.TaskId]);
    expect(vpc.code('AllocateAddresses', { ...wish, AddressCount: 1 })).toBe('InvalidParameterConflict');
    expect(vpc.settle('AllocateAddresses', { ...wish, ClientToken: 'order-2' }).AddressSet).not.toEqual(
      first.AddressSet,
    );
  });

  it('are CREATING, and gone again when they could not be delivered', () => {
    const { vpc } = situation();
    const count = vpc.addresses().length;
    const { TaskId } = vpc.call('AllocateAddresses', {}, { workFault: 'failed' });
    const result = () => vpc.call('DescribeTaskResult', { TaskId: Number(TaskId) }).Result;
    expect([vpc.addresses().at(-1)?.AddressStatus, result()]).toEqual(['CREATING', 'RUNNING']);
    vpc.pass(5);
    expect([vpc.addresses().length, result()]).toEqual([count, 'FAILED']);
  });

  it('of a traditional account tell neither bandwidth nor how they are billed', () => {
    const { vpc } = situation();
    vpc.cloud.seed({ settings: { accountType: 'LEGACY' } });
    expect(vpc.addresses({ AddressIds: ['eip-free'] })).toMatchObject([
      { Bandwidth: null, InternetChargeType: null },
    ]);
    expect(vpc.call('DescribeNetworkAccountType')).toMatchObject({ NetworkAccountType: 'LEGACY' });
  });

  it('count against the quotas that are told', () => {
    const { vpc } = situation();
    vpc.settle('AllocateAddresses', { VipCluster: ['198.19.240.1'] });
    expect(vpc.call('DescribeAddressQuota').QuotaSet).toMatchObject([
      { QuotaId: 'TOTAL_EIP_QUOTA', QuotaCurrent: 10, QuotaLimit: 100 },
      { QuotaId: 'DAILY_EIP_APPLY', QuotaCurrent: 1, QuotaLimit: 200 },
      { QuotaId: 'MONTHLY_RECOVER_QUOTA', QuotaCurrent: 1, QuotaLimit: 3 },
      { QuotaId: 'DAILY_PUBLIC_IP_ASSIGN' },
    ]);
  });
});
