import { number, text } from '@polynat/adapter-kit';
import { ips } from '@polynat/tencent';
import * as z from 'zod';
import { identifier } from '../schema.ts';

/**
 * One record, which some pages wrap into a list. The documents give one field different types on different pages (`code` is 0 or
 * `"0"`, `eipCount` a text or a number, `data` an object or a list of one), so nothing of that breaks a read.
 */
export const single = <Shape extends z.core.$ZodType>(shape: Shape) =>
  z.preprocess((value) => (Array.isArray(value) ? (value[0] ?? {}) : (value ?? {})), shape);

/**
 * Writes answer the id of a task. The page of UnbindIpsToBmNatGateway shows it as a top-level `requestId` in its template and as
 * `data.taskId` in its sample.
 */
export const taskAnswer = z.looseObject({ data: single(z.looseObject({ taskId: text })), requestId: text });

/** `data.status` on the newest pages, `data.result` on the oldest. */
export const taskState = z.looseObject({ data: single(z.looseObject({ status: number, result: number })) });

/** Single servers, by subnet. */
export const partList = z
  .array(z.strictObject({ unSubnetId: identifier, ipList: ips }))
  .min(1, 'must name at least one subnet');

/** The newest pages say `unVpcId`, the older ones `vpcId`; either takes the `vpc-…` id or the integer. */
export const networkFields = { unVpcId: identifier.optional(), vpcId: identifier.optional() };

interface NamesNetwork {
  readonly unVpcId?: string | undefined;
  readonly vpcId?: string | undefined;
}

export function needsNetwork({ value, issues }: z.core.ParsePayload<NamesNetwork>): void {
  if ((value.unVpcId === undefined) !== (value.vpcId === undefined)) return;
  issues.push({
    code: 'custom',
    path: ['unVpcId'],
    message: 'must name the VPC, such as vpc-kd7d06of, once',
    input: value,
  });
}
