import * as z from 'zod';
import { type Size, sizeSchema } from '../model/size.ts';

/** What may be done on a cloud, whatever its credentials allow. */
export interface Guards {
  /** Refuses every write before it is sent, those of the native API included. */
  readonly readOnly?: boolean;
  /** How much may be bought. Native calls are not counted. */
  readonly ceilings?: Ceilings;
}

/**
 * A purchase is what costs from then on: a gateway, an address, a bandwidth package, shared bandwidth, a renewal, another size or generation. Days are
 * those of UTC.
 */
export interface Ceilings {
  readonly purchasesPerDay?: number;
  /** Months that one prepaid order or renewal may buy. */
  readonly months?: number;
  readonly monthsPerDay?: number;
  /** The only sizes a gateway may be ordered in or changed to. */
  readonly sizes?: readonly Size[];
}

const count = z.lazy(() => z.number().int('must be a whole number').nonnegative('must not be negative'));

export const ceilingsSchema = z.lazy(() =>
  z
    .strictObject({
      purchasesPerDay: count.exactOptional(),
      months: count.exactOptional(),
      monthsPerDay: count.exactOptional(),
      sizes: z.array(sizeSchema).min(1, 'must name at least one size').exactOptional(),
    })
    .readonly(),
);

export const guardsSchema = z.lazy(() =>
  z.strictObject({
    readOnly: z.boolean('must be true or false').exactOptional(),
    ceilings: ceilingsSchema.exactOptional(),
  }),
);
