import { id, list, number, text } from '@polynat/adapter-kit';
import { ips, offset, whole } from '@polynat/tencent';
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
import { needsNetwork, networkFields, partList, taskAnswer, taskState } from './schema.ts';

/** A gateway as listed. `state` is not used: the pages say 1 = running, and their samples show 0 for gateways that run. */
export const natModel = z.looseObject({
  natId: id,
  natName: text,
  unVpcId: text,
  vpcId: text,
  vpcName: text,
  productionStatus: number,
  maxConcurrent: number,
  forwardMode: number,
  exclusive: number,
  eipSet: list(z.string()),
  createTime: text,
});
export type NatModel = z.output<typeof natModel>;

const order = z
  .strictObject({
    natName: name,
    ...networkFields,
    maxConcurrent: capacity,
    forwardMode: forwardMode.optional(),
    exclusive: exclusive.optional(),
    assignedEipSet: ips.optional(),
    autoAllocEipNum: newAddresses.optional(),
    unSubnetIds: identifiers.optional(),
    ips: partList.optional(),
    /** First generation of the pages: 1 joins every subnet, those to come too. */
    subnetAll: whole(0, 1).optional(),
  })
  .check(needsNetwork)
  .superRefine((fields, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const trouble = addressTrouble(fields.assignedEipSet, fields.autoAllocEipNum);
    if (trouble) refuse('assignedEipSet', trouble);
    if (fields.unVpcId !== undefined && fields.forwardMode === undefined)
      refuse('forwardMode', 'must be given beside unVpcId');
    if (fields.forwardMode === 1 && fields.ips) refuse('ips', 'is for gateways that forward by address');
    if (fields.ips?.some(({ unSubnetId }) => fields.unSubnetIds?.includes(unSubnetId)))
      refuse('ips', 'must not name a subnet that joins as a whole');
  });

const gateway = { natId: identifier, ...networkFields };

export const gatewayOperations = {
  /** https://cloud.tencent.com/document/api/386/9348 */
  CreateBmNatGateway: write('CreateBmNatGateway', 'bmvpc', {
    summary: 'Order a NAT gateway; answers a task, not the gateway',
    request: () => order,
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/9349 */
  DeleteBmNatGateway: write('DeleteBmNatGateway', 'bmvpc', {
    summary: 'Delete a NAT gateway; its public addresses stay in the account',
    request: () => z.strictObject(gateway).check(needsNetwork),
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/9355 */
  DescribeBmNatGateway: read('DescribeBmNatGateway', 'bmvpc', {
    summary: 'List NAT gateways',
    listing: 'data',
    request: () =>
      z.strictObject({
        natId: identifier.optional(),
        natName: filterText.optional(),
        ...networkFields,
        offset,
        limit: whole(1, 50).optional(),
        orderField: z.literal('natId', 'must be natId').optional(),
        orderDirection: direction.optional(),
      }),
    response: () => z.looseObject({ totalCount: number, data: list(natModel) }),
  }),
  /** https://cloud.tencent.com/document/api/386/9354 */
  UpgradeBmNatGateway: write('UpgradeBmNatGateway', 'bmvpc', {
    summary: 'Change how many connections a NAT gateway carries',
    request: () => z.strictObject({ ...gateway, maxConcurrent: capacity }).check(needsNetwork),
    response: () => taskAnswer,
  }),
  /** No page tells of it; the official command line tool has it (https://github.com/QcloudApi/qcloudcli). */
  ModifyBmNatGateway: write('ModifyBmNatGateway', 'bmvpc', {
    summary: 'Rename a NAT gateway',
    request: () => z.strictObject({ ...gateway, natName: name }).check(needsNetwork),
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/9356 */
  QueryBmNatGatewayProductionStatus: read('QueryBmNatGatewayProductionStatus', 'bmvpc', {
    summary: 'Read how a task stands: 0 done, 1 failed, 2 running',
    request: () => z.strictObject({ taskId: identifier }),
    response: () => taskState,
  }),
};
