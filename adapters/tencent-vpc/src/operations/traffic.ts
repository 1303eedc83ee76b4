import { id, list, number, text, truth } from '@polynat/adapter-kit';
import * as z from 'zod';
import { read, write } from './operation.ts';
import {
  directConnectId,
  flag,
  text as given,
  integer,
  ip,
  ips,
  natId,
  page,
  vpcId,
  whole,
} from './schema.ts';

const place = { VpcId: vpcId, NatGatewayId: natId };
const GatewayId = natId;
const metrics = z.enum([
  'InPkg',
  'OutPkg',
  'InTraffic',
  'OutTraffic',
  'ConcurrentConnectionCount',
  'NewConnectionRate',
]);
const flow = z.looseObject({ PrivateIpAddress: text, InTraffic: number, OutTraffic: number });

/** Traffic by private IP, and the direct connect gateways behind a NAT gateway; https://cloud.tencent.com/document/api/215/15692 */
export const trafficOperations = {
  AssociateDirectConnectGatewayNatGateway: write('AssociateDirectConnectGatewayNatGateway', {
    summary: 'Let traffic of a direct connect gateway pass through a NAT gateway',
    request: () => z.strictObject({ ...place, DirectConnectGatewayId: directConnectId }),
  }),
  DisassociateDirectConnectGatewayNatGateway: write('DisassociateDirectConnectGatewayNatGateway', {
    summary: 'Take a direct connect gateway off a NAT gateway',
    request: () => z.strictObject({ ...place, DirectConnectGatewayId: directConnectId }),
  }),
  DescribeNatGatewayDirectConnectGatewayRoute: read('DescribeNatGatewayDirectConnectGatewayRoute', {
    summary: 'List routes that a NAT gateway has from direct connect gateways',
    listing: 'NatDirectConnectGatewayRouteSet',
    request: () => z.strictObject({ ...place, Offset: page.Offset, Limit: whole(0, 200).optional() }),
    answer: () => ({
      NatDirectConnectGatewayRouteSet: list(z.looseObject({ GatewayId: text })),
      Total: number,
    }),
  }),
  RefreshDirectConnectGatewayRouteToNatGateway: write('RefreshDirectConnectGatewayRouteToNatGateway', {
    summary: 'Read the routes of direct connect gateways anew',
    request: () => z.strictObject({ ...place, DryRun: flag }),
    answer: () => ({ DirectConnectSubnetSet: list(z.looseObject({ CidrBlock: text })) }),
  }),
  EnableGatewayFlowMonitor: write('EnableGatewayFlowMonitor', {
    summary: 'Start to measure traffic by private IP',
    request: () => z.strictObject({ GatewayId }),
  }),
  DisableGatewayFlowMonitor: write('DisableGatewayFlowMonitor', {
    summary: 'Stop to measure traffic by private IP',
    request: () => z.strictObject({ GatewayId }),
  }),
  CheckGatewayFlowMonitor: read('CheckGatewayFlowMonitor', {
    summary: 'Read whether traffic is measured by private IP',
    request: () => z.strictObject({ GatewayId }),
    answer: () => ({ Enabled: truth, Bandwidth: number }),
  }),
  ModifyGatewayFlowQos: write('ModifyGatewayFlowQos', {
    summary: 'Limit the bandwidth of private IPs; -1 lifts the limit, 0 blocks',
    request: () =>
      z.strictObject({
        GatewayId,
        Bandwidth: z.union([z.literal(-1), integer]),
        IpAddresses: ips,
        Direction: z.enum(['In', 'Out']).optional(),
      }),
  }),
  DescribeGatewayFlowQos: read('DescribeGatewayFlowQos', {
    summary: 'List the bandwidth limits of private IPs',
    listing: 'GatewayQosSet',
    request: () => z.strictObject({ GatewayId, IpAddresses: ips.optional(), ...page }),
    answer: () => ({
      GatewayQosSet: list(z.looseObject({ IpAddress: id, Bandwidth: number })),
      TotalCount: number,
    }),
  }),
  DescribeNatGatewayFlowMonitorDetail: read('DescribeNatGatewayFlowMonitorDetail', {
    summary: 'Read the private IPs with most traffic at a moment',
    listing: 'NatGatewayFlowMonitorDetailSet',
    request: () =>
      z.strictObject({
        TimePoint: given,
        NatGatewayId: natId,
        TopN: whole(1, 100).optional(),
        OrderField: metrics.optional(),
        AggregationTimeRange: integer.pipe(z.literal([60, 300, 3_600, 86_400])).optional(),
        AllMetricMode: flag.optional(),
      }),
    answer: () => ({ NatGatewayFlowMonitorDetailSet: list(flow), TotalCount: number }),
  }),
  DescribeGatewayFlowMonitorDetail: read('DescribeGatewayFlowMonitorDetail', {
    summary: 'Read the traffic of private IPs at a moment',
    listing: 'GatewayFlowMonitorDetailSet',
    request: () =>
      z.strictObject({
        TimePoint: given,
        NatId: natId,
        ...page,
        OrderField: metrics.optional(),
        OrderDirection: z.enum(['ASC', 'DESC']).optional(),
        PrivateIpAddress: ip.optional(),
      }),
    answer: () => ({ GatewayFlowMonitorDetailSet: list(flow), TotalCount: number }),
  }),
};
