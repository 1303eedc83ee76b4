import { describe, expect, it } from 'vitest';
import { GATEWAY } from './looking.ts';
import { dnatRule, ips, situation, snatRule } from './situation.ts';

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
