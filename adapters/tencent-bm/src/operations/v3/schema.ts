import { number, text } from '@polynat/adapter-kit';
import { ips } from '@polynat/tencent';
import * as z from 'zod';
import { identifier } from '../schema.ts';

export const taskAnswer = z.looseObject({ TaskId: number, RequestId: text });
export const taskState = z.looseObject({ Status: number, RequestId: text });

/** Single servers, by subnet. */
export const partList = z
  .array(z.strictObject({ SubnetId: identifier, Ips: ips }))
  .min(1, 'must name at least one subnet');
