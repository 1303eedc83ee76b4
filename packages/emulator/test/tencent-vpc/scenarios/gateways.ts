import { ips, type Situation } from '../situation.ts';
import {
  added,
  after,
  bent,
  namedEips,
  onGateway,
  only,
  replaced,
  type Scenario,
  settings,
  values,
} from './bending.ts';

const tags = (...keys: readonly string[]) => added({ Tags: keys.map((Key) => ({ Key, Value: 'x' })) });

const EVERY_EIP = [ips.first, ips.second];

/** What gateways and their EIPs are refused for. */
export const gatewayScenarios: Readonly<Record<string, Scenario>> = {
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
    for (let allocated = 0; allocated < 22; allocated += 2) {
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
};

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
