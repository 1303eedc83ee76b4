import type { WireForm } from '@polynat/testkit';

const common = { Format: 'JSON', RegionId: 'cn-qingdao', Version: '2016-04-28' };
const inOrder = <V>(record: Readonly<Record<string, V>>): Readonly<Record<string, V>> =>
  Object.fromEntries(Object.entries(record).toSorted(([left], [right]) => (left < right ? -1 : 1)));

/** An RPC read: everything in the query. */
export const rpcRead = (Action: string, own: Readonly<Record<string, string>>): WireForm => ({
  method: 'GET',
  path: '/',
  query: inOrder({ Action, ...common, ...own }),
});

/** An RPC write: the same in a form. */
export const rpc = (Action: string, own: Readonly<Record<string, string>>): WireForm => ({
  method: 'POST',
  path: '/',
  body: inOrder({ Action, ...common, ...own }),
});

/** A REST call: an action is a bare key of the query. */
export const rest = (
  line: string,
  query: Readonly<Record<string, string>> = {},
  body?: unknown,
): WireForm => {
  const [method = '', path = ''] = line.split(' ');
  return {
    method,
    path,
    ...(Object.keys(query).length > 0 && { query: inOrder(query) }),
    ...(body !== undefined && { body }),
  };
};

/** A call of version 2: a form, lists by dotted numbers from zero. */
export const form = (Action: string, own: Readonly<Record<string, string>>): WireForm => ({
  method: 'POST',
  path: '/v2/index.php',
  body: inOrder({ Action, Region: 'ap-guangzhou', ...own }),
});

/** A call of version 3: the operation in the headers, parameters in JSON. */
export const json = (action: string, body: unknown, version = '2018-06-25'): WireForm => ({
  method: 'POST',
  path: '/',
  headers: { 'x-tc-action': action, 'x-tc-region': 'ap-guangzhou', 'x-tc-version': version },
  body,
});

export const token = { clientToken: '<token>' };
export const rpcToken = { ClientToken: '<token>' };

export const nat = 'nat-b7ze574srr4g';
export const full = { natId: 'nat-et8e970y', unVpcId: 'vpc-kd7d06of' };
export const fullV3 = { NatId: 'nat-et8e970y', VpcId: 'vpc-kd7d06of' };

export const pageV2 = { offset: '0', limit: '50', orderField: 'natId', orderDirection: 'asc' };
export const pageV3 = { Offset: 0, Limit: 50, OrderField: 'CreateTime', OrderDirection: 'asc' };

/** How a gateway is read, which goes before writes that depend on what stands there. */
export const seen = {
  alibaba: rpcRead('DescribeNatGateways', { NatGatewayId: 'ngw-1' }),
  baidu: rest(`GET /v1/nat/${nat}`),
  tencentV2: form('DescribeBmNatGateway', { ...full, ...pageV2 }),
  tencentV3: json('DescribeNatGateways', { ...fullV3, ...pageV3 }),
};

/** A rule on bare metal leaves through every address of its gateway, so these are read before it. */
export const addressesOfGateway = {
  tencentV2: [
    form('DescribeBmNatGateway', { natId: 'nat-et8e970y', ...pageV2 }),
    form('DescribeEipBm', {
      'eips.0': '183.60.249.11',
      'eips.1': '183.60.249.13',
      offset: '0',
      limit: '100',
      orderBy: 'eipId',
      orderType: '0',
    }),
  ],
  tencentV3: [
    json('DescribeNatGateways', { NatId: 'nat-et8e970y', ...pageV3 }),
    json('DescribeEips', {
      Eips: ['183.60.249.11', '183.60.249.13'],
      Offset: 0,
      Limit: 100,
      OrderField: 'EipId',
      Order: 0,
    }),
  ],
};

export const joined = {
  tencentV2: form('DescribeBmNatBindSubnets', { natId: 'nat-et8e970y' }),
  tencentV3: json('DescribeNatSubnets', fullV3),
};

/** How an address is read by its ip. */
export const eip = (ip: string) => ({
  alibaba: rpcRead('DescribeEipAddresses', { EipAddress: ip }),
  baidu: rest('GET /v1/eip', { eip: ip }),
  tencentV2: form('DescribeEipBm', {
    'eips.0': ip,
    offset: '0',
    limit: '100',
    orderBy: 'eipId',
    orderType: '0',
  }),
  tencentV3: json('DescribeEips', { Eips: [ip], Offset: 0, Limit: 100, OrderField: 'EipId', Order: 0 }),
});
