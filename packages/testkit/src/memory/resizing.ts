import { NatError, type Size, type SizeFacts, sameSize } from '@polynat/core';
import type { DriverContext } from './driver-context.ts';
import { limitOf } from './limits.ts';

/** A cloud that sells only enlargements refuses the way back. */
export function mustBeOffered(context: DriverContext, from: Size, to: Size): void {
  if (limitOf(context, 'gateways.resize')?.direction !== 'up') return;
  const { sizes } = context.capabilities;
  if (rankOf(to, sizes) >= rankOf(from, sizes)) return;
  throw new NatError('failed-precondition', 'a gateway can only grow', {
    field: 'size',
    remedy: 'create a smaller gateway and move to it',
  });
}

/** Sizes are offered in ascending order; units come after them. */
const rankOf = (size: Size, { offers }: SizeFacts): number =>
  'units' in size ? offers.length + size.units : offers.findIndex((offer) => sameSize(offer.size, size));
