import { describe, expect, it } from 'vitest';
import { eipState, GATEWAY, taskOf } from './looking.ts';
import { ips, situation, snatRule } from './situation.ts';

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

  it('are given back as they were when binding fails, and those allocated for it are not delivered', () => {
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
