import { sizeOf } from '../../common/ipv4.ts';
import { forwardedIps } from '../../world/tencent-bm/joins.ts';
import type { Address, AddressState, Gateway, Join, Subnet } from '../../world/tencent-bm/model.ts';
import type { State } from '../../world/tencent-bm/state.ts';

export const gatewaySizes = { 1000000: 'small', 3000000: 'middle', 10000000: 'big' } as const;
export const productionStatuses = { creating: 0, created: 1, failed: 2, deleted: 2 } as const;

export const addressStatuses: Readonly<Record<AddressState, number>> = {
  creating: 0,
  binding: 1,
  bound: 2,
  unbinding: 3,
  free: 4,
  releasing: 6,
  failed: 9,
};

/** Addresses that carry traffic now: bound, or not yet unbound. */
export function activeIps(gateway: Gateway): readonly string[] {
  const active = [...gateway.addresses].filter(({ state }) => state === 'bound' || state === 'unbinding');
  return active.map(({ ip }) => ip);
}

/** -1 nothing, 0 server, 1 NAT gateway. */
export function bindingType(address: Address): number {
  if (address.gateway !== undefined) return 1;
  return address.serverIp === undefined ? -1 : 0;
}

/** 0 some addresses, 1 all, 2 the range as a whole. */
export function subnetNatType(gateway: Gateway, join: Join): number {
  if (join.kind === 'part') return 0;
  return gateway.forwardMode === 1 ? 2 : 1;
}

/** Joins that carry traffic now. */
export function activeJoins(gateway: Gateway): readonly (readonly [Subnet, Join])[] {
  return [...gateway.joins].filter(([, join]) =>
    join.kind === 'whole' ? join.state !== 'joining' : forwardedIps(join).length > 0,
  );
}

/** Addresses a subnet can give out: all but network, broadcast and the gateway of the subnet. */
export function usableIps(subnet: Subnet): number {
  return Math.max(0, sizeOf(subnet.range) - 3);
}

/** Seconds since the address was last freed. */
export function freeSeconds(state: State, { freeAt }: Address): number {
  return freeAt === undefined ? 0 : Math.max(0, Math.floor((state.clock.calendar() - freeAt) / 1000));
}
