import * as z from 'zod';
import { limitFlow, switchFlowMonitor } from '../../../world/tencent-vpc/flow-limits.ts';
import { text } from '../../tencent/operation.ts';
import { idOf, ip, listOf, someOf, within } from '../fields.ts';
import { done, operation, type VpcOperation } from '../operation.ts';

const GatewayId = idOf('nat', 'InvalidParameterValue');
const RANGE = 'InvalidParameterValue.Range';
const orders = [
  'InPkg',
  'OutPkg',
  'InTraffic',
  'OutTraffic',
  'ConcurrentConnectionCount',
  'NewConnectionRate',
] as const;

const switched = (on: boolean) =>
  operation(
    () => z.strictObject({ GatewayId }),
    ({ state, region }, input) => {
      switchFlowMonitor(state, region, input.GatewayId, on);
      return done;
    },
    { 'gateway-busy': 'UnsupportedOperation.InvalidState' },
  );

const check = operation(
  () => z.strictObject({ GatewayId }),
  ({ state, region }, input) => {
    const { flowMonitor, bandwidth } = state.gateway(region, input.GatewayId);
    return { Enabled: flowMonitor, Bandwidth: bandwidth };
  },
);

const limit = operation(
  (scalars) =>
    z.strictObject({
      GatewayId,
      Bandwidth: within(scalars, -1, 50_000, RANGE),
      IpAddresses: someOf(ip),
      Direction: z.enum(['In', 'Out']).default('Out'),
    }),
  ({ state, region }, input) => {
    limitFlow(state, region, {
      id: input.GatewayId,
      ips: input.IpAddresses,
      bandwidth: input.Bandwidth,
      direction: input.Direction,
    });
    return done;
  },
  { 'gateway-busy': 'UnsupportedOperation.InvalidState' },
);

const describeLimits = operation(
  (scalars) =>
    z.strictObject({
      GatewayId,
      IpAddresses: listOf(ip).optional(),
      Offset: scalars.int.default(0),
      Limit: within(scalars, 1, 100, RANGE).default(20),
    }),
  ({ state, region }, input) => {
    const { vpc, flowLimits } = state.gateway(region, input.GatewayId);
    const rows = [...flowLimits]
      .map(([key, Bandwidth]) => ({ VpcId: vpc.id, IpAddress: key.split(' ')[1] ?? '', Bandwidth }))
      .filter(({ IpAddress }) => input.IpAddresses?.includes(IpAddress) ?? true);
    return { GatewayQosSet: rows.slice(input.Offset, input.Offset + input.Limit), TotalCount: rows.length };
  },
);

const natDetail = operation(
  (scalars) =>
    z.strictObject({
      TimePoint: text,
      NatGatewayId: idOf('nat'),
      TopN: within(scalars, 1, 100, RANGE).default(10),
      OrderField: z.enum(orders).default('OutTraffic'),
      AggregationTimeRange: scalars.int.pipe(z.literal([60, 300, 3600, 86_400])).default(60),
      AllMetricMode: scalars.bool.default(true),
    }),
  ({ state, region }, input) => {
    state.gateway(region, input.NatGatewayId);
    return { TotalCount: 0, NatGatewayFlowMonitorDetailSet: [] };
  },
);

const detail = operation(
  (scalars) =>
    z.strictObject({
      TimePoint: text,
      NatId: idOf('nat', 'InvalidParameterValue'),
      Offset: scalars.int.default(0),
      Limit: within(scalars, 1, 100, RANGE).default(20),
      OrderField: z.enum(['InPkg', 'OutPkg', 'InTraffic', 'OutTraffic']).default('OutTraffic'),
      OrderDirection: z.enum(['ASC', 'DESC']).default('DESC'),
      PrivateIpAddress: ip.optional(),
    }),
  ({ state, region }, input) => {
    state.gateway(region, input.NatId);
    return { TotalCount: 0, GatewayFlowMonitorDetailSet: [] };
  },
);

/** Monitoring and limiting by private address. No traffic flows here, so what was measured is empty. */
export const flowOperations: Readonly<Record<string, VpcOperation>> = {
  EnableGatewayFlowMonitor: switched(true),
  DisableGatewayFlowMonitor: switched(false),
  CheckGatewayFlowMonitor: check,
  ModifyGatewayFlowQos: limit,
  DescribeGatewayFlowQos: describeLimits,
  DescribeNatGatewayFlowMonitorDetail: natDetail,
  DescribeGatewayFlowMonitorDetail: detail,
};
