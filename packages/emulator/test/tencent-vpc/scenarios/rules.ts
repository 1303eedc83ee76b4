import { dnatRule, existingDnat, ips, type Parameters, type Situation, snatRule } from '../situation.ts';
import { bent, only, replaced, type Scenario, settings, values } from './bending.ts';

function dnat(change: (rule: Parameters) => readonly Parameters[], from: Parameters = dnatRule): Scenario {
  return bent((valid) => {
    const rules = change(from);
    if ('DestinationNatRule' in valid) return { ...valid, DestinationNatRule: rules[0] };
    return 'DestinationIpPortTranslationNatRules' in valid
      ? { ...valid, DestinationIpPortTranslationNatRules: rules }
      : undefined;
  });
}

function snat(change: Parameters, happen: (at: Situation) => void = () => {}): Scenario {
  return bent((valid, at) => {
    happen(at);
    const rule = { ...snatRule, ...change };
    if ('SourceIpTranslationNatRules' in valid) return { ...valid, SourceIpTranslationNatRules: [rule] };
    return 'SourceIpTranslationNatRule' in valid
      ? { ...valid, SourceIpTranslationNatRule: { ...rule, NatGatewaySnatId: 'snat-subnet', ...change } }
      : undefined;
  });
}

/** What rules are refused for. */
export const ruleScenarios: Readonly<Record<string, Scenario>> = {
  // DNAT rules
  'dnat-existing': dnat(() => [existingDnat]),
  'dnat-twice': dnat((rule) => [rule, { ...rule, PrivatePort: 1 }]),
  'dnat-unknown-host': dnat((rule) => [{ ...rule, PrivateIpAddress: '10.2.1.99' }]),
  'dnat-foreign-eip': dnat((rule) => [{ ...rule, PublicIpAddress: ips.ofStandard }]),
  'dnat-malformed-ip': dnat((rule) => [{ ...rule, PublicIpAddress: 'eip-first' }]),
  'dnat-description-61': dnat((rule) => [{ ...rule, Description: 'x'.repeat(61) }]),
  'dnat-unknown-rule': bent((valid) =>
    'SourceNatRule' in valid
      ? { ...valid, SourceNatRule: dnatRule }
      : 'DestinationIpPortTranslationNatRules' in valid
        ? { ...valid, DestinationIpPortTranslationNatRules: [dnatRule] }
        : undefined,
  ),
  'dnat-101-rules': dnat((rule) => values(101).map((port) => ({ ...rule, PublicPort: Number(port) + 1 }))),
  'dnat-used-up': settings({ dnatPerGateway: 1 }),
  'dnat-target-existing': only(
    'ModifyNatGatewayDestinationIpPortTranslationNatRule',
    bent((valid, { vpc }) => {
      const write = { NatGatewayId: 'nat-shop', DestinationIpPortTranslationNatRules: [dnatRule] };
      vpc.call('CreateNatGatewayDestinationIpPortTranslationNatRule', write);
      return valid;
    }),
  ),

  // SNAT rules
  'snat-existing': only(
    'CreateNatGatewaySourceIpTranslationNatRule',
    bent((valid, { subnetId, cidr }) => ({
      ...valid,
      SourceIpTranslationNatRules: [{ ...snatRule, ResourceId: subnetId, PrivateIpAddress: cidr }],
    })),
  ),
  'snat-host-used': snat(
    { ResourceId: 'eni-web', ResourceType: 'NETWORKINTERFACE', PrivateIpAddress: '10.2.9.10' },
    ({ vpc }) => {
      const rule = {
        ...snatRule,
        ResourceId: 'ins-web',
        ResourceType: 'NETWORKINTERFACE',
        PrivateIpAddress: '10.2.9.10',
      };
      const write = { NatGatewayId: 'nat-shop', SourceIpTranslationNatRules: [rule] };
      vpc.call('CreateNatGatewaySourceIpTranslationNatRule', write);
    },
  ),
  'snat-unknown-host': snat({
    ResourceId: 'ins-web',
    ResourceType: 'NETWORKINTERFACE',
    PrivateIpAddress: '10.2.9.99',
  }),
  'snat-other-range': snat({ PrivateIpAddress: '10.2.8.0/24' }),
  'snat-no-eip': snat({ PublicIpAddresses: [] }),
  'snat-foreign-eip': snat({ PublicIpAddresses: [ips.ofStandard] }),
  'snat-eip-in-transit': snat({ PublicIpAddresses: [ips.spare] }, ({ vpc }) => {
    vpc.call('AssociateNatGatewayAddress', { NatGatewayId: 'nat-shop', PublicIpAddresses: [ips.spare] });
  }),
  'snat-unknown-kind': snat({ ResourceType: 'VPC' }),
  'snat-unknown-rule': snat({ NatGatewaySnatId: 'snat-unknown' }),
  'snat-unknown-rules': replaced({ NatGatewaySnatIds: ['snat-unknown'] }),
  'snat-nothing-named': replaced({ NatGatewaySnatIds: [] }),
  'snat-used-up': settings({ snatPerGateway: 2 }),
};
