import { describe, expect, it } from 'vitest';
import { eipState, GATEWAY, stateOf, taskOf } from './looking.ts';
import { ips, situation } from './situation.ts';

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
