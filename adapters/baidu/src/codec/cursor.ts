import { NatError } from '@polynat/core';
import * as z from 'zod';

/**
 * Where a listing of gateways stands. Baidu lists them VPC by VPC, so the cursor carries the VPCs still to ask, the place within the
 * first of them, and where the list of VPCs goes on.
 */
export interface Place {
  readonly vpcs: readonly string[];
  readonly marker?: string | undefined;
  readonly more?: string | undefined;
}

const placeSchema = z.strictObject({
  vpcs: z.array(z.string()),
  marker: z.string().optional(),
  more: z.string().optional(),
});

export const encodePlace = (place: Place): string => JSON.stringify(place);

export function decodePlace(cursor: string): Place {
  try {
    return placeSchema.parse(JSON.parse(cursor));
  } catch (cause) {
    throw new NatError('invalid-argument', 'the cursor is not one this listing gave', {
      field: 'cursor',
      remedy: 'start the listing anew',
      cause,
    });
  }
}
