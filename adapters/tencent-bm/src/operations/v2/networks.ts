import { id, list, number, text } from '@polynat/adapter-kit';
import { integer, offset, whole } from '@polynat/tencent';
import * as z from 'zod';
import { read } from '../operation.ts';
import { direction, filterText, identifier } from '../schema.ts';

export const vpcModel = z.looseObject({ unVpcId: id, vpcName: text, cidrBlock: text, zoneId: text });
export type VpcModel = z.output<typeof vpcModel>;

export const subnetModel = z.looseObject({
  unSubnetId: id,
  subnetName: text,
  unVpcId: text,
  cidrBlock: text,
  zoneId: text,
});
export type SubnetModel = z.output<typeof subnetModel>;

const paging = {
  zoneIds: z.array(integer).min(1).optional(),
  offset,
  limit: whole(1, 100).optional(),
  orderField: filterText.optional(),
  orderDirection: direction.optional(),
};

export const networkOperations = {
  /** https://cloud.tencent.com/document/api/386/6646 */
  DescribeBmVpcEx: read('DescribeBmVpcEx', 'bmvpc', {
    summary: 'List VPCs',
    listing: 'data',
    request: () =>
      z.strictObject({
        unVpcId: identifier.optional(),
        vpcName: filterText.optional(),
        vpcStatus: integer.optional(),
        ...paging,
      }),
    response: () => z.looseObject({ totalCount: number, data: list(vpcModel) }),
  }),
  /** https://cloud.tencent.com/document/api/386/6648 */
  DescribeBmSubnetEx: read('DescribeBmSubnetEx', 'bmvpc', {
    summary: 'List subnets',
    listing: 'data',
    request: () =>
      z.strictObject({
        unVpcId: identifier.optional(),
        unSubnetId: identifier.optional(),
        subnetName: filterText.optional(),
        vlanId: integer.optional(),
        ...paging,
      }),
    response: () => z.looseObject({ totalCount: number, data: list(subnetModel) }),
  }),
  /** Regions and zones with their integers, keyed by them. */
  DescribeRegions: read('DescribeRegions', 'bm', {
    summary: 'List the regions and zones of bare metal',
    request: () => z.strictObject({ regionId: integer.optional() }),
    response: () => z.looseObject({ data: z.unknown() }),
  }),
};
