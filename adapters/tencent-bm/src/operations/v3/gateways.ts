import { id, list, number, text } from '@polynat/adapter-kit';
import { integer, ips, offset, whole } from '@polynat/tencent';
import * as z from 'zod';
import { operation } from '../operation.ts';
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
import { partList } from './parts.ts';
import { taskAnswer, taskState } from './task.ts';

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
  CreateNatGateway: operation({
    name: 'CreateNatGateway',
    summary: 'Order a NAT gateway; answers a task, not the gateway',
    service: 'bmvpc',
    request: order,
    response: taskAnswer,
    repeat: 'once',
  }),
  DeleteNatGateway: operation({
    name: 'DeleteNatGateway',
    summary: 'Delete a NAT gateway; its public addresses stay in the account',
    service: 'bmvpc',
    request: z.strictObject(gateway),
    response: taskAnswer,
    repeat: 'once',
  }),
  UpgradeNatGateway: operation({
    name: 'UpgradeNatGateway',
    summary: 'Change how many connections a NAT gateway carries',
    service: 'bmvpc',
    request: z.strictObject({ ...gateway, MaxConcurrent: capacity }),
    response: taskAnswer,
    repeat: 'once',
  }),
  DescribeNatGateways: operation({
    name: 'DescribeNatGateways',
    summary: 'List NAT gateways',
    service: 'bmvpc',
    request: z.strictObject({
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
    response: z.looseObject({ TotalCount: number, NatGatewayInfoSet: list(natModel), RequestId: text }),
    repeat: 'read',
    listing: 'NatGatewayInfoSet',
  }),
  DescribeTaskStatus: operation({
    name: 'DescribeTaskStatus',
    summary: 'Read how a task stands: 0 done, 1 failed, 2 running',
    service: 'bmvpc',
    request: z.strictObject({ TaskId: integer }),
    response: taskState,
    repeat: 'read',
  }),
};
