import { added, bent, only, replaced, type Scenario, values } from './bending.ts';

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

/** Lists and tasks that are asked for in a wrong way. */
export const listScenarios: Readonly<Record<string, Scenario>> = {
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
};
