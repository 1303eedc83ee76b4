import type * as z from 'zod';
import { identifier } from '../schema.ts';

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
