import type * as z from 'zod';
import type { Product } from '../../tencent/hosts.ts';
import { type Answer, type ApiOperation, apiOperation, type Scalars } from '../../tencent/operation.ts';
import type { Call } from '../call.ts';

export interface V3Operation extends ApiOperation<Call> {
  readonly product: Product;
  readonly version: string;
}

const versions = { bmvpc: '2018-06-25', bmeip: '2018-06-25', bm: '2018-04-23' } as const;

export function operation<T>(
  product: keyof typeof versions,
  schemaOf: (scalars: Scalars) => z.core.$ZodType<T>,
  run: (call: Call, input: T) => Answer,
): V3Operation {
  return { product, version: versions[product], ...apiOperation(schemaOf, run) };
}
