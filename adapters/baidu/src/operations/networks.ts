import { id, list, text, truth } from '@polynat/adapter-kit';
import * as z from 'zod';
import { page } from './answer.ts';
import { operation } from './operation.ts';
import { flag, identifier, paging } from './schema.ts';

export const vpcModel = z.looseObject({
  vpcId: id,
  name: text,
  cidr: text,
  secondaryCidr: list(z.string()),
  description: text,
  isDefault: truth,
});
export type VpcModel = z.output<typeof vpcModel>;

export const subnetModel = z.looseObject({
  subnetId: id,
  name: text,
  vpcId: text,
  cidr: text,
  zoneName: text,
  subnetType: text,
});
export type SubnetModel = z.output<typeof subnetModel>;

export const networkOperations = {
  /** https://cloud.baidu.com/doc/VPC/s/wjwvyub23 */
  QueryVpcList: operation('QueryVpcList', 'GET /v1/vpc', {
    summary: 'List VPCs',
    listing: 'vpcs',
    request: () =>
      z.strictObject({
        isDefault: flag.optional(),
        /** Several ids are joined by commas. */
        vpcIds: z.string().min(1).optional(),
        ...paging,
      }),
    response: () => z.looseObject({ ...page, vpcs: list(vpcModel) }),
  }),
  /** https://cloud.baidu.com/doc/VPC/s/xjwvyu8zu */
  QuerySubnetList: operation('QuerySubnetList', 'GET /v1/subnet', {
    summary: 'List subnets',
    listing: 'subnets',
    request: () =>
      z.strictObject({
        vpcId: identifier.optional(),
        zoneName: z.string().min(1).optional(),
        subnetType: z.string().min(1).optional(),
        subnetIds: z.string().min(1).optional(),
        ...paging,
      }),
    response: () => z.looseObject({ ...page, subnets: list(subnetModel) }),
  }),
};
