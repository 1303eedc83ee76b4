import type * as z from 'zod';
import type { Reason } from '../../world/tencent-vpc/refusal.ts';
import { type Answer, type ApiOperation, apiOperation, type Scalars } from '../tencent/operation.ts';
import type { VpcService } from '../tencent/recognition.ts';
import type { Call } from './call.ts';

/** Reasons this operation has a code of its own for; see errors.ts for the others. */
export type OwnCodes = Readonly<Partial<Record<Reason, string>>>;

export interface VpcOperation extends ApiOperation<Call> {
  readonly service: VpcService;
  readonly codes: OwnCodes;
}

export function operation<Input>(
  schemaOf: (scalars: Scalars) => z.core.$ZodType<Input>,
  run: (call: Call, input: Input) => Answer,
  codes: OwnCodes = {},
): VpcOperation {
  return { service: 'vpc', codes, ...apiOperation(schemaOf, run) };
}

/** The answer of a write that tells nothing but its RequestId. */
export const done: Answer = {};
