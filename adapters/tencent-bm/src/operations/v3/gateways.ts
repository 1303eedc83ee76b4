import { id, list, number, text } from '@polynat/adapter-kit';
import { integer, ips, offset, whole } from '@polynat/tencent';
import * as z from 'zod';
import { read, write } from '../operation.ts';
import {
  addressTrouble,
  capacity,
  direction,
  exclusive,
  filterText,
  forwardMode,
  identifier,
  identifiers,
  name,
  newAddresses,
} from '../schema.ts';
import { partList, taskAnswer, taskState } from './schema.ts';

export const natModel = z.looseObject({
  NatId: id,
  NatName: text,
  VpcId: text,
  ProductionStatus: number,
  Eips: list(z.string()),
  MaxConcurrent: number,
  ForwardMode: number,
  Exclusive: number,
  Zone: text,
  CreateTime: text,
});
export type NatModel = z.output<typeof natModel>;

const order = z
  .strictObject({
    /** Text in this version. */
    ForwardMode: forwardMode.transform(String),
    VpcId: identifier,
    NatName: name,
    MaxConcurrent: capacity,
    SubnetIds: identifiers.optional(),
    IpInfoSet: partList.optional(),
    AssignedEips: ips.optional(),
    AutoAllocEipNum: newAddresses.optional(),
    Exclusive: exclusive.optional(),
  })
  .superRefine((fields, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const trouble = addressTrouble(fields.AssignedEips, fields.AutoAllocEipNum);
    if (trouble) refuse('AssignedEips', trouble);
    if (fields.ForwardMode === '1' && fields.IpInfoSet)
      refuse('IpInfoSet', 'is for gateways that forward by address');
    if (fields.IpInfoSet?.some(({ SubnetId }) => fields.SubnetIds?.includes(SubnetId)))
      refuse('IpInfoSet', 'must not name a subnet that joins as a whole');
  });

const gateway = { NatId: identifier, VpcId: identifier };

export const gatewayOperations = {
  /** https://cloud.tencent.com/document/api/1024/34236 */
  CreateNatGateway: write('CreateNatGateway', 'bmvpc', {
    summary: 'Order a NAT gateway; answers a task, not the gateway',
    request: () => order,
    response: () => taskAnswer,
  }),
  DeleteNatGateway: write('DeleteNatGateway', 'bmvpc', {
    summary: 'Delete a NAT gateway; its public addresses stay in the account',
    request: () => z.strictObject(gateway),
    response: () => taskAnswer,
  }),
  UpgradeNatGateway: write('UpgradeNatGateway', 'bmvpc', {
    summary: 'Change how many connections a NAT gateway carries',
    request: () => z.strictObject({ ...gateway, MaxConcurrent: capacity }),
    response: () => taskAnswer,
  }),
  DescribeNatGateways: read('DescribeNatGateways', 'bmvpc', {
    summary: 'List NAT gateways',
    listing: 'NatGatewayInfoSet',
    request: () =>
      z.strictObject({
        NatId: identifier.optional(),
        NatName: filterText.optional(),
        SearchKey: filterText.optional(),
        VpcId: identifier.optional(),
        Zone: filterText.optional(),
        Offset: offset,
        Limit: whole(1, 100).optional(),
        OrderField: z.literal('CreateTime', 'must be CreateTime').optional(),
        OrderDirection: direction.optional(),
      }),
    response: () => z.looseObject({ TotalCount: number, NatGatewayInfoSet: list(natModel), RequestId: text }),
  }),
  DescribeTaskStatus: read('DescribeTaskStatus', 'bmvpc', {
    summary: 'Read how a task stands: 0 done, 1 failed, 2 running',
    request: () => z.strictObject({ TaskId: integer }),
    response: () => taskState,
  }),
};
