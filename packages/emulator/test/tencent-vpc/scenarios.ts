import type { Bend } from './client.ts';
import {
  dnatRule,
  existingDnat,
  ips,
  type Parameters,
  type Situation,
  situation,
  snatRule,
  validRequest,
} from './situation.ts';

/** The code an operation refuses with in a scenario; undefined where the scenario says nothing about it. */
export type Scenario = (operation: string) => string | undefined;

type Bending = (valid: Parameters, at: Situation, operation: string) => Parameters | undefined;

/** A request that is right but for one thing; `bending` answers undefined for operations it cannot bend. */
function bent(bending: Bending, transport: Bend = {}): Scenario {
  return (operation) => {
    const at = situation();
    const parameters = bending(validRequest(operation, at), at, operation);
    return parameters === undefined ? undefined : at.vpc.code(operation, parameters, transport);
  };
}

/** The right request after something has happened. */
const after = (happen: (at: Situation) => void, transport?: Bend) =>
  bent((valid, at) => {
    happen(at);
    return valid;
  }, transport);

/** Puts other values in place of those parameters that the request has. */
function replaced(values: Parameters): Scenario {
  return bent((valid) => {
    const present = Object.entries(values).filter(([name]) => name in valid);
    return present.length === 0 ? undefined : { ...valid, ...Object.fromEntries(present) };
  });
}

const added = (values: Parameters) => bent((valid) => ({ ...valid, ...values }));
const only =
  (operation: string, scenario: Scenario): Scenario =>
  (each) =>
    each === operation ? scenario(each) : undefined;

const settings = (values: object) =>
  after(({ vpc }) => vpc.cloud.seed({ settings: { addressQuota: 100, ...values } }));

/** On a gateway, or an EIP, that a seed makes for it; its EIP is named where the request names EIPs. */
function onGateway(seed: object): Scenario {
  return bent((valid, { vpc, vpcId }) => {
    if (!('NatGatewayId' in valid)) return undefined;
    const gateways = [{ natId: 'nat-odd', name: 'odd', ...seed }];
    vpc.cloud.seed({ vpcs: [{ region: 'ap-guangzhou', vpcId, gateways }] });
    return { ...valid, NatGatewayId: 'nat-odd' };
  });
}

function onEip(seed: object): Scenario {
  return bent((valid, { vpc }) => {
    vpc.cloud.seed({ eips: [{ region: 'ap-guangzhou', eipId: 'eip-odd', ...seed }] });
    if ('AddressId' in valid) return { ...valid, AddressId: 'eip-odd' };
    if ('AddressIds' in valid) return { ...valid, AddressIds: ['eip-odd'] };
    return 'ResourceIds' in valid ? { ...valid, ResourceIds: ['eip-odd'] } : undefined;
  });
}

const namedEips = (...named: readonly string[]) => replaced({ PublicIpAddresses: named });

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

/** Lists, and whether they count in text. */
const lists: Readonly<Record<string, 'int' | 'text'>> = {
  DescribeNatGateways: 'int',
  DescribeNatGatewayDestinationIpPortTranslationNatRules: 'int',
  DescribeNatGatewaySourceIpTranslationNatRules: 'int',
  DescribeAddresses: 'int',
  DescribeBandwidthPackages: 'int',
  DescribeNetworkInterfaces: 'int',
  DescribeVpcs: 'text',
  DescribeSubnets: 'text',
  DescribeRouteTables: 'text',
};

/** A list asked with these filters in place of ids. */
const filtered = (Filters: unknown) =>
  bent(({ NatGatewayId }, _, operation) =>
    lists[operation] === undefined ? undefined : { ...(NatGatewayId ? { NatGatewayId } : {}), Filters },
  );

const values = (count: number, value: (place: number) => string = String) =>
  Array.from({ length: count }, (_, place) => value(place));
const tags = (...keys: readonly string[]) => added({ Tags: keys.map((Key) => ({ Key, Value: 'x' })) });
const describing = (bend: Bend) => () => situation().vpc.code('DescribeNatGateways', {}, bend);

const mapped = (value: unknown, count = 1) => ({
  NatGatewayIds: values(count, () => String(value)),
  AddressIds: values(count, () => String(value)),
  VpcIds: values(count, () => String(value)),
  SubnetIds: values(count, () => String(value)),
  NetworkInterfaceIds: values(count, () => String(value)),
});

const EVERY_EIP = [ips.first, ips.second];

/** By name, as errors/tencent-vpc.json refers to them. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  // the gate
  'malformed-authorization': describing({ headers: { authorization: 'Bearer x' } }),
  'unknown-key': describing({ secretId: 'AKIDnobody' }),
  'wrong-signature': describing({ secretKey: 'someone else' }),
  'stale-timestamp': describing({ timestamp: 1_772_323_200 - 301 }),
  'temporary-token': describing({ headers: { 'x-tc-token': 'token' } }),
  'unknown-action': () => situation().vpc.code('PriceNatGateway'),
  'other-version': describing({ headers: { 'x-tc-version': '2018-06-25' } }),
  'unknown-region': describing({ region: 'ap-atlantis' }),
  'neither-get-nor-post': describing({ method: 'PUT' }),
  throttled: injected('throttle'),
  'breaks-down': injected('server-error'),

  // parameters of any operation
  'missing-parameter': bent((valid) => {
    const [, ...rest] = Object.entries(valid);
    return Object.fromEntries(rest);
  }),
  'unknown-parameter': added({ NatGatewayID: 'nat-shop' }),
  'wrong-type': bent((valid) => {
    const [first] = Object.keys(valid);
    return first === undefined ? undefined : { ...valid, [first]: { wrong: true } };
  }),
  'malformed-id': replaced({
    ...mapped('gateway-1'),
    NatGatewayId: 'gateway-1',
    GatewayId: 'gateway-1',
    NatId: 'gateway-1',
    AddressId: 'address-1',
    BandwidthPackageId: 'package-1',
    BandwidthPackageIds: ['package-1'],
    DirectConnectGatewayId: 'line-1',
  }),
  'malformed-resource-id': replaced({ ResourceIds: ['resource-1'], InstanceId: 'nat-shop' }),
  'malformed-table-id': only('DescribeRouteTables', added({ RouteTableIds: ['table-1'] })),
  '101-values': replaced({
    ...mapped('nat-shop', 101),
    AddressIds: values(101, () => 'eip-free'),
    VpcIds: values(101, () => 'vpc-1'),
    SubnetIds: values(101, () => 'subnet-1'),
    NetworkInterfaceIds: values(101, () => 'eni-1'),
    ResourceIds: values(101, () => 'eip-free'),
    IpAddresses: values(101, () => '10.2.1.10'),
    PublicIpAddresses: values(101, (place) => `198.19.100.${place}`),
  }),
  'unknown-gateway': replaced({
    NatGatewayId: 'nat-unknown',
    GatewayId: 'nat-unknown',
    NatId: 'nat-unknown',
  }),
  'number-out-of-range': replaced({ Bandwidth: -2, UDPMappingTimeout: 2, IpAddresses: [] }),

  // lists
  'ids-and-filters': bent((valid, _, operation) =>
    lists[operation] === undefined
      ? undefined
      : {
          ...valid,
          ...(operation === 'DescribeRouteTables' ? { RouteTableIds: ['rtb-1'] } : {}),
          Filters: [{ Name: operation === 'DescribeAddresses' ? 'address-id' : 'vpc-id', Values: [] }],
        },
  ),
  'unknown-filter': filtered([{ Name: 'protocol', Values: ['TCP'] }]),
  'filter-without-name': filtered([{ Values: ['x'] }]),
  'filter-values-not-a-list': filtered([{ Name: 'vpc-id', Values: 'vpc-1' }]),
  'eleven-filters': filtered(values(11).map(() => ({ Name: 'address-id', Values: [] }))),
  'six-filter-values': filtered([{ Name: 'description', Values: values(6) }]),
  'next-hop-type-alone': filtered([{ Name: 'next-hop-type', Values: ['NAT'] }]),
  'limit-0': bent((valid, _, operation) => {
    const limit = lists[operation];
    return limit === undefined ? undefined : { ...valid, Limit: limit === 'text' ? '0' : 0 };
  }),
  'top-101': only('DescribeNatGatewayFlowMonitorDetail', added({ TopN: 101 })),
  'flow-page-101': only('DescribeGatewayFlowMonitorDetail', added({ Limit: 101 })),
  'flow-limits-page-101': only('DescribeGatewayFlowQos', added({ Limit: 101 })),
  'limit-201': only('DescribeNatGatewayDirectConnectGatewayRoute', added({ Limit: 201 })),
  'unknown-limit-type': only('DescribeVpcLimits', added({ LimitTypes: ['vpc-max-everything'] })),
  'unknown-order': only(
    'DescribeTaskResult',
    bent(() => ({ DealName: '20260301' })),
  ),
  'unknown-task': replaced({ TaskId: 'eb203971-a7a0-45c1-9c72-36ad86688590' }),
  'neither-task-nor-order': only(
    'DescribeTaskResult',
    bent(() => ({})),
  ),

  // creation and addresses of gateways
  'malformed-vpc-id': replaced({ VpcId: 'network-1' }),
  'unknown-vpc': replaced({ VpcId: 'vpc-unknown' }),
  'name-61': replaced({ NatGatewayName: 'x'.repeat(61) }),
  'no-eip-named': only('CreateNatGateway', replaced({ PublicIpAddresses: [] })),
  'same-zone-without-zone': only('CreateNatGateway', added({ PublicIpFromSameZone: true })),
  'unknown-zone': only('CreateNatGateway', added({ Zone: 'ap-guangzhou-99' })),
  'bandwidth-not-sold': only('CreateNatGateway', added({ InternetMaxBandwidthOut: 30 })),
  'standard-with-size': only(
    'CreateNatGateway',
    added({ NatProductVersion: 2, MaxConcurrentConnection: 3_000_000 }),
  ),
  'malformed-eip-ip': namedEips('198.19.0.300'),
  'unknown-eip-ip': namedEips(ips.unknown),
  'eip-in-use': namedEips(ips.ofStandard),
  'hourly-eip': namedEips(ips.hourly),
  'carrier-eip': namedEips(ips.carrier),
  'eip-being-bound': bent((valid, { vpc }) => {
    vpc.call('AssociateAddress', { AddressId: 'eip-spare', InstanceId: 'ins-web' });
    return 'PublicIpAddresses' in valid ? { ...valid, PublicIpAddresses: [ips.spare] } : undefined;
  }),
  'eip-leaving-gateway': bent((valid, { vpc }) => {
    vpc.call('DisassociateNatGatewayAddress', { NatGatewayId: 'nat-shop', PublicIpAddresses: [ips.second] });
    return 'VpcId' in valid && 'PublicIpAddresses' in valid
      ? { ...valid, PublicIpAddresses: [ips.second] }
      : undefined;
  }),
  'eip-bandwidth-101': added({ PublicIpAddressesBandwidthOut: 101 }),
  'eleven-eips': added({ AddressCount: 11 }),
  'eip-quota-used': bent((valid, { vpc }) => {
    vpc.cloud.seed({ settings: { addressQuota: 9 } });
    return { ...valid, AddressCount: 1 };
  }),
  'eip-daily-quota-used': bent((valid, { vpc }) => {
    vpc.cloud.seed({ settings: { addressQuota: 11 } });
    for (let bought = 0; bought < 22; bought += 2) {
      const { AddressSet } = vpc.settle('AllocateAddresses', { AddressCount: 2 });
      vpc.settle('ReleaseAddresses', { AddressIds: AddressSet });
    }
    return { ...valid, AddressCount: 1 };
  }),
  'gateways-of-account-used': settings({ gatewaysPerRegion: 2 }),
  'gateways-of-vpc-used': settings({ gatewaysPerVpc: 2 }),
  'sold-out': bent((valid) => valid, { workFault: 'out-of-stock' }),
  'unsupported-account': settings({ accountSupported: false }),
  'traditional-account': settings({ accountType: 'LEGACY' }),
  'not-verified': settings({ identityVerified: false }),
  'no-funds': settings({ balanceTooLow: true }),
  'unpaid-order': settings({ unpaidOrder: true }),
  'tag-twice': tags('city', 'city'),
  'tag-key-with-star': tags('city*'),
  'tag-key-128': tags('x'.repeat(128)),
  'tag-value-with-star': added({ Tags: [{ Key: 'city', Value: 'a*' }] }),
  'tag-reserved': tags('qcs:city'),
  '51-tags': tags(...values(51)),

  // states and conditions of gateways
  'gateway-updating': bent((valid, { vpc }) => {
    const [name] = ['NatGatewayId', 'GatewayId'].filter((each) => each in valid);
    if (name === undefined) return undefined;
    const reset = { NatGatewayId: valid[name], MaxConcurrentConnection: 1_000_000 };
    vpc.call('ResetNatGatewayConnection', reset);
    return valid;
  }),
  'gateway-binding': after(({ vpc }) => {
    vpc.call('AssociateNatGatewayAddress', { NatGatewayId: 'nat-shop', PublicIpAddresses: [ips.spare] });
  }),
  'all-eips': namedEips(...EVERY_EIP),
  'protected-gateway': onGateway({ protected: true }),
  'firewall-gateway': onGateway({ conditions: ['firewall'] }),
  'mirrored-gateway': onGateway({ conditions: ['traffic-mirror'] }),
  'busy-gateway': onGateway({ conditions: ['busy'] }),
  'restricted-gateway': onGateway({ conditions: ['restricted'] }),
  'gateway-in-ecmp': onGateway({ conditions: ['ecmp'] }),
  'gateway-with-flow-log': onGateway({ conditions: ['flow-log'] }),
  'gateway-with-high-peak': onGateway({ conditions: ['peak-usage'] }),
  'gateway-in-local-zone': onGateway({ conditions: ['local-zone'] }),
  'gateway-without-snat': onGateway({ conditions: ['without-snat'] }),
  'gateway-with-high-traffic': onGateway({ conditions: ['high-traffic'] }),
  'exclusive-gateway': onGateway({ exclusiveType: 'ExclusiveSmall' }),
  'large-gateway': onGateway({ maxConcurrent: 10_000_000 }),
  'standard-gateway': replaced({ NatGatewayId: 'nat-standard' }),
  'gateway-with-direct-connect': only(
    'UpgradeNatGatewayProductVersion',
    replaced({ NatGatewayId: 'nat-shop' }),
  ),
  'gateway-with-flow-limits': only(
    'UpgradeNatGatewayProductVersion',
    after(({ vpc }) => {
      vpc.settle('EnableGatewayFlowMonitor', { GatewayId: 'nat-plain' });
      vpc.settle('ModifyGatewayFlowQos', {
        GatewayId: 'nat-plain',
        Bandwidth: 1,
        IpAddresses: ['10.2.1.10'],
      });
    }),
  ),
  'affinity-of-traditional': only('ModifyNatGatewayAttribute', added({ PublicAddressAffinity: false })),
  'routes-to-gateway': after(routed([])),
  'routes-and-high-traffic': bent((_, at) => {
    routed(['high-traffic'])(at);
    return { NatGatewayId: 'nat-odd' };
  }),

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

  // EIPs
  'unknown-eip': replaced({
    AddressId: 'eip-unknown',
    AddressIds: ['eip-unknown'],
    ResourceIds: ['eip-unknown'],
  }),
  'blocked-eip': onEip({ conditions: ['blocked'] }),
  'eip-in-arrears': onEip({ conditions: ['arrears'] }),
  'protected-eip': onEip({ conditions: ['protected'] }),
  'eip-in-transit': after(({ vpc }) => {
    vpc.call('ReleaseAddresses', { AddressIds: ['eip-free'] });
    vpc.call('DisassociateAddress', { AddressId: 'eip-ofserver' });
  }),
  'bound-eip': replaced({ AddressId: 'eip-first', AddressIds: ['eip-first'] }),
  'free-eip': only('DisassociateAddress', replaced({ AddressId: 'eip-free' })),
  'packaged-eip': replaced({ AddressId: 'eip-packaged', ResourceIds: ['eip-packaged'] }),
  'eip-outside-package': replaced({ ResourceIds: ['eip-spare'] }),
  'carrier-eip-id': replaced({ ResourceIds: ['eip-carrier'] }),
  'prepaid-eip': onEip({ chargeType: 'BANDWIDTH_PREPAID_BY_MONTH' }),
  'bandwidth-0': replacedOrAdded({ InternetMaxBandwidthOut: 0 }),
  'bandwidth-101': replacedOrAdded({ InternetMaxBandwidthOut: 101 }),
  'no-addresses': only('AllocateAddresses', added({ AddressCount: 0 })),
  'package-without-charge-type': only('AllocateAddresses', added({ BandwidthPackageId: 'bwp-main' })),
  'malformed-package-id': only('AllocateAddresses', added({ BandwidthPackageId: 'package-1' })),
  'unknown-package': bent((valid, _, operation) =>
    operation === 'AllocateAddresses'
      ? { InternetChargeType: 'BANDWIDTH_PACKAGE', BandwidthPackageId: 'bwp-unknown' }
      : 'BandwidthPackageId' in valid
        ? { ...valid, BandwidthPackageId: 'bwp-unknown' }
        : undefined,
  ),
  'package-of-other-type': only(
    'AllocateAddresses',
    bent(() => ({
      InternetChargeType: 'BANDWIDTH_PACKAGE',
      BandwidthPackageId: 'bwp-main',
      InternetServiceProvider: 'CMCC',
    })),
  ),
  'package-in-use': only('DeleteBandwidthPackage', replaced({ BandwidthPackageId: 'bwp-main' })),
  'wanted-ip-taken': only('AllocateAddresses', added({ VipCluster: [ips.first] })),
  'fourth-wanted-ip': only(
    'AllocateAddresses',
    added({ VipCluster: values(4, (place) => `198.19.240.${place + 1}`) }),
  ),
  'token-with-other-parameters': only(
    'AllocateAddresses',
    bent((valid, { vpc }) => {
      vpc.settle('AllocateAddresses', { ...valid, ClientToken: 'a' });
      return { ...valid, AddressCount: 2, ClientToken: 'a' };
    }),
  ),
  'token-of-failed-delivery': only(
    'AllocateAddresses',
    bent((valid, { vpc }) => {
      vpc.settle('AllocateAddresses', { ...valid, ClientToken: 'a' }, { workFault: 'failed' });
      return { ...valid, ClientToken: 'a' };
    }),
  ),
  'prepaid-without-term': bent((valid) =>
    'AddressCount' in valid || 'InternetChargeType' in valid
      ? { ...valid, InternetChargeType: 'BANDWIDTH_PREPAID_BY_MONTH' }
      : undefined,
  ),
  'charge-type-unchanged': only(
    'ModifyAddressInternetChargeType',
    added({ InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR' }),
  ),
  'third-charge-type': only(
    'ModifyAddressInternetChargeType',
    bent((valid, { vpc }) => {
      vpc.settle('ModifyAddressInternetChargeType', valid);
      vpc.settle('ModifyAddressInternetChargeType', {
        ...valid,
        InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
      });
      return valid;
    }),
  ),
  'eip-name-129': replaced({ AddressName: 'x'.repeat(129) }),
  'eip-name-with-space': replaced({ AddressName: 'a b' }),
  'instance-and-interface': only('AssociateAddress', added({ NetworkInterfaceId: 'eni-web' })),
  'nothing-to-bind-to': only(
    'AssociateAddress',
    bent(() => ({ AddressId: 'eip-free' })),
  ),
  'interface-without-ip': only(
    'AssociateAddress',
    bent(() => ({ AddressId: 'eip-free', NetworkInterfaceId: 'eni-web' })),
  ),
  'unknown-instance': replaced({ InstanceId: 'ins-unknown' }),
  'instance-with-eip': replaced({ InstanceId: 'ins-busy' }),
  'unknown-interface': only('AssociateAddress', onInterface('eni-unknown', '10.2.9.10')),
  'interface-with-eip': only('AssociateAddress', onInterface('eni-busy', '10.2.9.20')),
  '21-packages': only('CreateBandwidthPackage', added({ BandwidthPackageCount: 21 })),

  // tags that are changed later
  'no-tags-named': only('ModifyResourceTags', replaced({ ReplaceTags: [] })),
  'tag-of-no-resource': only(
    'ModifyResourceTags',
    replaced({ Resource: 'qcs::vpc:ap-shanghai:uin/:nat/nat-shop' }),
  ),
  'tag-replaced-and-deleted': only('ModifyResourceTags', added({ DeleteTags: [{ TagKey: 'city' }] })),
  'changed-tag-reserved': changedTag('qcs:city'),
  'changed-tag-without-key': changedTag(''),
  'changed-tag-key-128': changedTag('x'.repeat(128)),
  'changed-tag-key-with-star': changedTag('city*'),
  'changed-tag-value-with-star': changedTag('city', '*'),
  'changed-tag-value-256': changedTag('city', 'x'.repeat(256)),
  'changed-tag-51': only(
    'ModifyResourceTags',
    bent((valid, { vpc }) => {
      for (let first = 0; first < 50; first += 10) {
        const keys = values(10, (place) => `key-${first + place}`);
        const ReplaceTags = keys.map((TagKey) => ({ TagKey, TagValue: '' }));
        vpc.settle('ModifyResourceTags', { ...valid, ReplaceTags });
      }
      return valid;
    }),
  ),

  // direct connect, flow limits
  'unknown-direct-connect': replaced({ DirectConnectGatewayId: 'dcg-unknown' }),
  'direct-connect-taken': only(
    'AssociateDirectConnectGatewayNatGateway',
    replaced({ DirectConnectGatewayId: 'dcg-bound' }),
  ),
  'inbound-limit-of-traditional': only('ModifyGatewayFlowQos', added({ Direction: 'In' })),
};

function changedTag(TagKey: string, TagValue = 'gz'): Scenario {
  return only('ModifyResourceTags', replaced({ ReplaceTags: [{ TagKey, TagValue }] }));
}

function replacedOrAdded(bandwidth: Parameters): Scenario {
  return bent((valid, _, operation) =>
    'InternetMaxBandwidthOut' in valid || operation === 'AllocateAddresses'
      ? { ...valid, ...bandwidth }
      : undefined,
  );
}

function onInterface(NetworkInterfaceId: string, PrivateIpAddress: string): Scenario {
  return bent(() => ({ AddressId: 'eip-free', NetworkInterfaceId, PrivateIpAddress }));
}

/** A route that points to `nat-shop`, or to a gateway with these conditions. */
function routed(conditions: readonly string[]) {
  return ({ vpc, vpcId }: Situation) => {
    const odd = { natId: 'nat-odd', name: 'odd', conditions };
    const gateways = conditions.length === 0 ? [] : [odd];
    const routes = [{ gateway: conditions.length === 0 ? 'nat-shop' : 'nat-odd' }];
    const routeTables = [{ main: true, routes }];
    vpc.cloud.seed({ vpcs: [{ region: 'ap-guangzhou', vpcId, gateways, routeTables }] });
  };
}

function injected(kind: 'throttle' | 'server-error'): Scenario {
  return (operation) => {
    const { vpc } = situation();
    const { body } = vpc.cloud.faultReply(kind, vpc.request(operation, {}));
    return /"Code":"([^"]+)"/.exec(body)?.[1];
  };
}
