import { ips } from '@polynat/tencent';
import * as z from 'zod';
import { identifier } from '../schema.ts';

/** Single servers, by subnet. */
export const partList = z
  .array(z.strictObject({ SubnetId: identifier, Ips: ips }))
  .min(1, 'must name at least one subnet');
