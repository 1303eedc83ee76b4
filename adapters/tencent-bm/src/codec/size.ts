import type { Size } from '@polynat/core';
import { capacities } from '../operations/schema.ts';

/** The smallest gateway, for orders that do not care. */
const smallest = capacities[0];

/** Sizes are sold by connections; what else a caller may say has been turned into one of them. */
export const encodeSize = (size: Size | undefined): number =>
  size && 'connections' in size ? size.connections : smallest;

export const decodeSize = (connections: number | undefined): Size => ({
  connections: connections ?? smallest,
});
