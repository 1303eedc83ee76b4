import * as z from 'zod';
import { errorCodes, NatError } from '../errors.ts';
import type { Receipt } from '../receipt.ts';
import { plainJson } from './plain-json.ts';

/**
 * What a record keeps in place of the receipt of an item that has none, so that the receipts behind it stay in their places. No
 * driver knows these kinds: there is nothing to poll.
 */
const kinds = { refused: 'item-refused', open: 'item-open' } as const;

const refusalSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  retryable: z.boolean(),
  field: z.string().exactOptional(),
  remedy: z.string().exactOptional(),
  provider: z
    .object({
      cloud: z.string(),
      operation: z.string().exactOptional(),
      code: z.string().exactOptional(),
      message: z.string().exactOptional(),
      status: z.number().exactOptional(),
      requestId: z.string().exactOptional(),
    })
    .exactOptional(),
});

/** The cloud refused the item, and nothing of it exists: it is not sent again. */
export function refusedReceipt({ code, plain, retryable, field, remedy, provider }: NatError): Receipt {
  const subject = {
    ...{ code, message: plain, retryable },
    ...(field !== undefined && { field }),
    ...(remedy !== undefined && { remedy }),
    ...(provider && { provider }),
  };
  return { kind: kinds.refused, subject: plainJson(subject) };
}

export function refusalIn({ kind, subject }: Receipt): NatError | undefined {
  if (kind !== kinds.refused) return undefined;
  const { code, message, ...details } = refusalSchema.parse(subject);
  return new NatError(code, message, details);
}

/** Nobody knows yet what became of the item: it is sent again, under the same token. */
const openReceipt: Receipt = { kind: kinds.open, subject: {} };

/** The receipts as a record keeps them: without holes. */
export const storedReceipts = (receipts: readonly (Receipt | undefined)[]): readonly Receipt[] =>
  Array.from(receipts, (receipt) => receipt ?? openReceipt);

export const readReceipts = (stored: readonly Receipt[]): (Receipt | undefined)[] =>
  stored.map((receipt) => (receipt.kind === kinds.open ? undefined : receipt));
