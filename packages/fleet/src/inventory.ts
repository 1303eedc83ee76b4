import type { CallOptions, CloudFailure, Clouds, Gateway, GatewayFilter } from '@polynat/core';

/** Every gateway of every cloud that responds, and the failures of the other clouds. */
export interface Inventory {
  readonly gateways: readonly Gateway[];
  readonly failures: readonly CloudFailure[];
}

export async function inventory(
  clouds: Clouds,
  filter: GatewayFilter = {},
  options: CallOptions = {},
): Promise<Inventory> {
  const { items, failures } = await clouds.gateways.list(filter, options).settle();
  return { gateways: items, failures };
}

export const expiryOf = ({ billing }: Gateway): number | undefined =>
  billing.mode === 'prepaid' && billing.expires !== undefined ? Date.parse(billing.expires) : undefined;

/** Prepaid gateways that have expired or expire within `within` milliseconds of `now`, soonest first. */
export function expiringWithin(
  gateways: readonly Gateway[],
  within: number,
  now: number,
): readonly Gateway[] {
  return gateways
    .map((gateway) => ({ gateway, expires: expiryOf(gateway) ?? Number.POSITIVE_INFINITY }))
    .filter(({ expires }) => expires <= now + within)
    .sort((left, right) => left.expires - right.expires)
    .map(({ gateway }) => gateway);
}
