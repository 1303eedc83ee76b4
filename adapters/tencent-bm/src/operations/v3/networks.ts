import { id, list, number, text } from '@polynat/adapter-kit';
import { integer, offset, whole } from '@polynat/tencent';
import * as z from 'zod';
import { read } from '../operation.ts';
import { direction, filterText, identifiers } from '../schema.ts';

const vpcModel = z.looseObject({ VpcId: id, VpcName: text, CidrBlock: text, Zone: text });
export type VpcModel = z.output<typeof vpcModel>;

const subnetModel = z.looseObject({
  SubnetId: id,
  SubnetName: text,
  VpcId: text,
  CidrBlock: text,
  Zone: text,
});
export type SubnetModel = z.output<typeof subnetModel>;

const filters = z.array(z.strictObject({ Name: filterText, Values: z.array(filterText).min(1) })).min(1);
const paging = { Offset: offset, Limit: whole(1, 100).optional() };
const order = { OrderField: filterText.optional(), OrderDirection: direction.optional() };
const byIdOrFilter = (ids: 'VpcIds' | 'SubnetIds') => ({
  path: ['Filters'],
  message: `must not be given beside ${ids}`,
});

export const networkOperations = {
  DescribeVpcs: read('DescribeVpcs', 'bmvpc', {
    summary: 'List VPCs',
    listing: 'VpcSet',
    request: () =>
      z
        .strictObject({ VpcIds: identifiers.optional(), Filters: filters.optional(), ...paging })
        .refine(({ VpcIds, Filters }) => !(VpcIds && Filters), byIdOrFilter('VpcIds')),
    response: () => z.looseObject({ VpcSet: list(vpcModel), RequestId: text }),
  }),
  DescribeSubnets: read('DescribeSubnets', 'bmvpc', {
    summary: 'List subnets',
    listing: 'SubnetSet',
    request: () =>
      z
        .strictObject({ SubnetIds: identifiers.optional(), Filters: filters.optional(), ...paging, ...order })
        .refine(({ SubnetIds, Filters }) => !(SubnetIds && Filters), byIdOrFilter('SubnetIds')),
    response: () => z.looseObject({ SubnetSet: list(subnetModel), TotalCount: number, RequestId: text }),
  }),
  DescribeVpcResource: read('DescribeVpcResource', 'bmvpc', {
    summary: 'Count what hangs on VPCs, NAT gateways among it',
    listing: 'VpcResourceSet',
    request: () =>
      z.strictObject({
        VpcIds: identifiers.optional(),
        Filters: filters.optional(),
        ...paging,
        ...order,
      }),
    response: () =>
      z.looseObject({
        VpcResourceSet: list(z.looseObject({ VpcId: id, NatNum: number, SubnetNum: number, EipNum: number })),
        TotalCount: number,
        RequestId: text,
      }),
  }),
  DescribeVpcQuota: read('DescribeVpcQuota', 'bmvpc', {
    summary: 'Read quotas of the network service',
    listing: 'VpcQuotaSet',
    request: () => z.strictObject({ TypeIds: z.array(integer).min(1) }),
    response: () =>
      z.looseObject({
        VpcQuotaSet: list(z.looseObject({ TypeId: number, Quota: number })),
        RequestId: text,
      }),
  }),
  DescribeRegions: read('DescribeRegions', 'bm', {
    summary: 'List the regions and zones of bare metal',
    listing: 'RegionInfoSet',
    request: () => z.strictObject({ RegionId: integer.optional() }),
    response: () =>
      z.looseObject({
        RegionInfoSet: list(z.looseObject({ Region: text, RegionId: number })),
        RequestId: text,
      }),
  }),
};
