import type { GatewayKey, Mutation } from '@polynat/core';

/**
 * One pending entry blocks its whole SNAT or DNAT table, and one change of a gateway every other. Creations wait for nobody here:
 * those in one VPC that meet are refused as busy and tried again, those in different VPCs need not know of each other.
 */
export function laneOf(mutation: Mutation, key: GatewayKey | undefined): string | undefined {
  if (!key) return undefined;
  if (mutation.startsWith('snat.')) return `snat ${key.id}`;
  if (mutation.startsWith('dnat.')) return `dnat ${key.id}`;
  return `gateway ${key.id}`;
}
