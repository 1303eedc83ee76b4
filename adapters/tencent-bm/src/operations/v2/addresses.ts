import { id, list, number, text } from '@polynat/adapter-kit';
import { choice, integer, ips, offset, whole } from '@polynat/tencent';
import * as z from 'zod';
import { read, write } from '../operation.ts';
import { exclusive, filterText, identifier, identifiers, payMode } from '../schema.ts';
import { single, taskState } from './schema.ts';

export const eipModel = z.looseObject({
  eipId: id,
  eip: text,
  eipName: text,
  status: number,
  arrears: number,
  type: number,
  natUid: text,
  unVpcId: text,
  payMode: text,
  bandwidth: number,
});
export type EipModel = z.output<typeof eipModel>;

const order = z
  .strictObject({
    unVpcId: identifier,
    goodsNum: whole(1, 20).optional(),
    payMode: payMode.optional(),
    bandwidth: whole(1, 1000).optional(),
    exclusive: exclusive.optional(),
    IpList: ips.optional(),
  })
  .refine((fields) => fields.bandwidth === undefined || fields.payMode === 'bandwidth', {
    path: ['bandwidth'],
    message: 'is for addresses paid by bandwidth',
  });

/** Tasks of public addresses are named by what their page calls a request id. */
const accepted = single(z.looseObject({ requestId: text }));

export const addressOperations = {
  /** https://cloud.tencent.com/document/api/386/6669 */
  EipBmApply: write('EipBmApply', 'bmeip', {
    summary: 'Order public addresses',
    request: () => order,
    response: () =>
      z.looseObject({
        data: single(z.looseObject({ eipIds: list(id).pipe(z.array(id).min(1)), requestId: text })),
      }),
  }),
  /** https://cloud.tencent.com/document/api/386/6676 */
  EipBmDelete: write('EipBmDelete', 'bmeip', {
    summary: 'Give public addresses back; they must be unbound',
    request: () => z.strictObject({ eipIds: identifiers }),
    response: () => z.looseObject({ data: accepted }),
  }),
  /** https://cloud.tencent.com/document/api/386/6671 */
  DescribeEipBm: read('DescribeEipBm', 'bmeip', {
    summary: 'List public addresses',
    listing: 'data.eipSet',
    request: () =>
      z.strictObject({
        eipIds: identifiers.optional(),
        eips: ips.optional(),
        unInstanceIds: identifiers.optional(),
        searchKey: filterText.optional(),
        status: z.array(integer).min(1).optional(),
        unVpcId: identifier.optional(),
        payMode: payMode.optional(),
        offset,
        limit: whole(1, 100).optional(),
        orderBy: filterText.optional(),
        orderType: choice([0, 1], '0 (ascending) or 1 (descending)').optional(),
      }),
    response: () =>
      z.looseObject({
        totalCount: number,
        data: single(z.looseObject({ eipSet: list(eipModel) })),
      }),
  }),
  /** https://cloud.tencent.com/document/api/386/6670 */
  EipBmQueryTask: read('EipBmQueryTask', 'bmeip', {
    summary: 'Read how a task of public addresses stands: 0 done, 1 failed, 2 running',
    request: () => z.strictObject({ requestId: identifier }),
    response: () => taskState,
  }),
};
