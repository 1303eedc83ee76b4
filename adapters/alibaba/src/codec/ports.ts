import type { Ports } from '@polynat/core';
import { parsePorts } from '../operations/schema.ts';

/** `80`, a range as `10/20`, or `Any`. */
export function encodePorts(ports: Ports): string {
  if (ports === 'any') return 'Any';
  return ports.from === ports.to ? `${ports.from}` : `${ports.from}/${ports.to}`;
}

/** What cannot be read counts as every port: an unknown form must not look narrower than it is. */
export const decodePorts = (ports: string | undefined): Ports => parsePorts(ports ?? '') ?? 'any';
