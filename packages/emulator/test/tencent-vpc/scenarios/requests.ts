import type { Bend } from '../client.ts';
import { situation } from '../situation.ts';
import { added, bent, only, replaced, type Scenario, values } from './bending.ts';

const describing = (bend: Bend) => () => situation().vpc.code('DescribeNatGateways', {}, bend);

const mapped = (value: unknown, count = 1) => ({
  NatGatewayIds: values(count, () => String(value)),
  AddressIds: values(count, () => String(value)),
  VpcIds: values(count, () => String(value)),
  SubnetIds: values(count, () => String(value)),
  NetworkInterfaceIds: values(count, () => String(value)),
});

/** Refused before anything is looked up, or by any operation alike. */
export const requestScenarios: Readonly<Record<string, Scenario>> = {
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
};

function injected(kind: 'throttle' | 'server-error'): Scenario {
  return (operation) => {
    const { vpc } = situation();
    const { body } = vpc.cloud.faultReply(kind, vpc.request(operation, {}));
    return /"Code":"([^"]+)"/.exec(body)?.[1];
  };
}
