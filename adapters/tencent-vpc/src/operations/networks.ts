import { id, list, number, text, truth } from '@polynat/adapter-kit';
import * as z from 'zod';
import { read } from './operation.ts';
import { apart, filteredPage, flag, notApart, some, textPage, text as wanted } from './schema.ts';

const vpcModel = z.looseObject({
  VpcId: id,
  VpcName: text,
  CidrBlock: text,
  AssistantCidrSet: list(z.looseObject({ CidrBlock: text })),
});
export type VpcModel = z.output<typeof vpcModel>;

const subnetModel = z.looseObject({
  SubnetId: id,
  SubnetName: text,
  VpcId: text,
  CidrBlock: text,
  Zone: text,
  RouteTableId: text,
});
export type SubnetModel = z.output<typeof subnetModel>;

const routeModel = z.looseObject({
  RouteItemId: text,
  RouteId: text,
  DestinationCidrBlock: text,
  GatewayType: text,
  GatewayId: text,
  Enabled: truth,
});

const routeTableModel = z.looseObject({
  RouteTableId: id,
  RouteTableName: text,
  VpcId: text,
  Main: truth,
  AssociationSet: list(z.looseObject({ SubnetId: id })),
  RouteSet: list(routeModel),
});
export type RouteTableModel = z.output<typeof routeTableModel>;

const interfaceModel = z.looseObject({
  NetworkInterfaceId: id,
  VpcId: text,
  SubnetId: text,
  Attachment: z.looseObject({ InstanceId: text }).nullish(),
  PrivateIpAddressSet: list(z.looseObject({ PrivateIpAddress: text })),
});

/** https://cloud.tencent.com/document/api/215/15778 and its neighbours. Lists of networks count in text. */
export const networkOperations = {
  DescribeVpcs: read('DescribeVpcs', {
    summary: 'List VPCs',
    listing: 'VpcSet',
    request: () =>
      z
        .strictObject({ VpcIds: some(wanted).optional(), ...textPage })
        .refine(apart('VpcIds'), notApart('VpcIds')),
    answer: () => ({ VpcSet: list(vpcModel), TotalCount: number }),
  }),
  DescribeSubnets: read('DescribeSubnets', {
    summary: 'List subnets',
    listing: 'SubnetSet',
    request: () =>
      z
        .strictObject({ SubnetIds: some(wanted).optional(), ...textPage })
        .refine(apart('SubnetIds'), notApart('SubnetIds')),
    answer: () => ({ SubnetSet: list(subnetModel), TotalCount: number }),
  }),
  DescribeRouteTables: read('DescribeRouteTables', {
    summary: 'List route tables; subnets leave through the NAT gateway that a route of theirs names',
    listing: 'RouteTableSet',
    request: () =>
      z
        .strictObject({
          RouteTableIds: some(wanted).optional(),
          ...textPage,
          NeedRouterInfo: flag.optional(),
        })
        .refine(apart('RouteTableIds'), notApart('RouteTableIds')),
    answer: () => ({
      RouteTableSet: list(routeTableModel),
      TotalCount: number,
    }),
  }),
  DescribeNetworkInterfaces: read('DescribeNetworkInterfaces', {
    summary: 'List network interfaces with their private IPs',
    listing: 'NetworkInterfaceSet',
    request: () =>
      z
        .strictObject({ NetworkInterfaceIds: some(wanted).optional(), ...filteredPage })
        .refine(apart('NetworkInterfaceIds'), notApart('NetworkInterfaceIds')),
    answer: () => ({ NetworkInterfaceSet: list(interfaceModel), TotalCount: number }),
  }),
  DescribeVpcLimits: read('DescribeVpcLimits', {
    summary: 'Read quotas such as vpc-max-nat-gateways, nat-gateway-max-eips, nat-gateway-max-dnapts',
    listing: 'VpcLimitSet',
    request: () => z.strictObject({ LimitTypes: some(wanted) }),
    answer: () => ({ VpcLimitSet: list(z.looseObject({ LimitType: id, LimitValue: number })) }),
  }),
};
