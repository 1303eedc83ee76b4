import type { Network, Route, Subnet } from '@polynat/core';
import type { RouteTableModel, SubnetModel, VpcModel } from '../operations/networks.ts';

export const decodeNetwork = (vpc: VpcModel): Network => ({
  id: vpc.VpcId,
  name: vpc.VpcName ?? '',
  cidrs: [vpc.CidrBlock, ...vpc.AssistantCidrSet.map(({ CidrBlock }) => CidrBlock)].flatMap(
    (cidr) => cidr || [],
  ),
  native: vpc,
});

export const decodeSubnet = (subnet: SubnetModel): Subnet => ({
  id: subnet.SubnetId,
  name: subnet.SubnetName ?? '',
  network: subnet.VpcId ?? '',
  cidr: subnet.CidrBlock ?? '',
  ...(subnet.Zone && { zone: subnet.Zone }),
  native: subnet,
});

/** The routes of a table that lead to a gateway. */
export const decodeRoutes = (table: RouteTableModel, gateway: string): readonly Route[] =>
  table.RouteSet.filter(({ GatewayType, GatewayId }) => GatewayType === 'NAT' && GatewayId === gateway).map(
    (route) => ({
      id: route.RouteItemId ?? route.RouteId ?? '',
      table: table.RouteTableId,
      destination: route.DestinationCidrBlock ?? '',
      enabled: route.Enabled !== false,
      subnets: table.AssociationSet.map(({ SubnetId }) => SubnetId),
      native: route,
    }),
  );
