import * as z from 'zod';
import type { GatewayKey } from './model/gateway-key.ts';
import type { Json } from './model/json.ts';
import { type Mutation, mutations } from './mutations/names.ts';
import type { Receipt } from './receipt.ts';

/** An operation as plain JSON, for `nat.resume` in another process. Holds no secret. */
export interface OperationRecord {
  readonly version: 1;
  readonly cloud: string;
  readonly mutation: Mutation;
  readonly key: GatewayKey | null;
  readonly input: Json;
  readonly token: string;
  readonly receipts: readonly Receipt[];
}

const receiptSchema = z.looseObject({ kind: z.string(), subject: z.json() });

export const operationRecordSchema = z.object({
  version: z.literal(1),
  cloud: z.string(),
  mutation: z.enum(mutations),
  key: z.object({ region: z.string(), network: z.string().exactOptional(), id: z.string() }).nullable(),
  input: z.json(),
  token: z.string().min(1).max(43),
  receipts: z
    .array(receiptSchema)
    .min(
      1,
      'is empty: wait for `.accepted` before you store an operation; until then the cloud may know nothing of it',
    ),
});
