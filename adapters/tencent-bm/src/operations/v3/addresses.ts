import { id, list, number, text } from '@polynat/adapter-kit';
import { choice, integer, ips, offset, whole } from '@polynat/tencent';
import * as z from 'zod';
import { read, write } from '../operation.ts';
import { exclusive, filterText, identifier, identifiers, payMode } from '../schema.ts';
import { taskAnswer, taskState } from './schema.ts';

const eipModel = z.looseObject({
  EipId: id,
  Eip: text,
  EipName: text,
  Status: number,
  Arrears: number,
  Type: number,
  NatUid: text,
  VpcId: text,
  PayMode: text,
  Bandwidth: number,
});
export type EipModel = z.output<typeof eipModel>;

const order = z
  .strictObject({
    GoodsNum: whole(1, 20).optional(),
    PayMode: payMode.optional(),
    Bandwidth: whole(1, 1000).optional(),
    SetType: z.enum(['tunnel', 'fullnat'], 'must be tunnel or fullnat').optional(),
    Exclusive: exclusive.optional(),
    VpcId: identifier.optional(),
    IpList: ips.optional(),
  })
  .refine((fields) => fields.Bandwidth === undefined || fields.PayMode === 'bandwidth', {
    path: ['Bandwidth'],
    message: 'is for addresses paid by bandwidth',
  });

/** https://cloud.tencent.com/document/product/1028/32853 and its neighbours. */
export const addressOperations = {
  CreateEip: write('CreateEip', 'bmeip', {
    summary: 'Order public addresses',
    request: () => order,
    response: () =>
      z.looseObject({ EipIds: list(id).pipe(z.array(id).min(1)), TaskId: number, RequestId: text }),
  }),
  DeleteEip: write('DeleteEip', 'bmeip', {
    summary: 'Give public addresses back; they must be unbound',
    request: () => z.strictObject({ EipIds: identifiers }),
    response: () => taskAnswer,
  }),
  DescribeEips: read('DescribeEips', 'bmeip', {
    summary: 'List public addresses',
    listing: 'EipSet',
    request: () =>
      z.strictObject({
        EipIds: identifiers.optional(),
        Eips: ips.optional(),
        InstanceIds: identifiers.optional(),
        SearchKey: filterText.optional(),
        Status: z.array(integer).min(1).optional(),
        Offset: offset,
        Limit: whole(1, 100).optional(),
        OrderField: z.enum(['EipId', 'Eip', 'Status', 'InstanceId', 'CreatedAt']).optional(),
        Order: choice([0, 1], '0 (ascending) or 1 (descending)').optional(),
        PayMode: payMode.optional(),
        VpcId: identifier.optional(),
        BindTypes: z.array(z.union([z.literal(-1), integer])).optional(),
        ExclusiveTag: exclusive.optional(),
        AclId: identifier.optional(),
        BindAcl: choice([0, 1], '0 or 1').optional(),
      }),
    response: () => z.looseObject({ TotalCount: number, EipSet: list(eipModel), RequestId: text }),
  }),
  DescribeEipTask: read('DescribeEipTask', 'bmeip', {
    summary: 'Read how a task of public addresses stands: 0 done, 1 failed, 2 running',
    request: () => z.strictObject({ TaskId: integer }),
    response: () => taskState,
  }),
  DescribeEipQuota: read('DescribeEipQuota', 'bmeip', {
    summary: 'Read how many public addresses the account may hold and order',
    request: () => z.strictObject({}),
    response: () =>
      z.looseObject({
        EipNumQuota: number,
        CurrentEipNum: number,
        DailyApplyCount: number,
        DailyApplyQuota: number,
        BatchApplyMax: number,
        RequestId: text,
      }),
  }),
};
