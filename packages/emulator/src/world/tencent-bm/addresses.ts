import { formatAddress, parseAddress } from '../../common/ipv4.ts';
import { beijingDay } from '../tencent/time.ts';
import type { FaultSource } from '../tencent/work-queue.ts';
import type { Address, Flag, Gateway, Vpc } from './model.ts';
import { admitPurchase, checkQuota } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

/** Looks up addresses a gateway shall use; each must be in its VPC, of its kind, and free. */
export function planAddresses(
  state: State,
  vpc: Vpc,
  exclusive: Flag,
  ips: readonly string[],
): readonly Address[] {
  return [...new Set(ips)].map((ip) => {
    const address = addressIn(state, vpc, ip);
    if (address.exclusive !== exclusive) {
      throw new Refusal(
        'address-not-found',
        `${ip} is not an address for this kind of gateway (shared or exclusive)`,
      );
    }
    if (address.state !== 'free') throw new Refusal('address-used', `${ip} is in use`);
    return address;
  });
}

export function addressIn(state: State, vpc: Vpc, ip: string): Address {
  const address = state.addressesByIp.get(ip);
  if (address === undefined || address.vpc.region !== vpc.region) {
    throw new Refusal('address-not-found', `there is no address ${ip}`);
  }
  if (address.vpc !== vpc) throw new Refusal('address-of-other-vpc', `${ip} belongs to ${address.vpc.id}`);
  return address;
}

/** Ties addresses to a gateway, orders the new ones, and answers all of them. */
export function reserveAddresses(
  state: State,
  gateway: Gateway,
  existing: readonly Address[],
  newCount: number,
): readonly Address[] {
  const ordered = Array.from({ length: newCount }, () => state.newAddress(gateway.vpc, gateway.exclusive));
  for (const address of ordered) state.addAddress(address);
  for (const address of existing) setState(state, address, 'binding');
  for (const address of [...existing, ...ordered]) {
    address.gateway = gateway;
    gateway.addresses.add(address);
  }
  return [...existing, ...ordered];
}

export function finishBinding(
  state: State,
  gateway: Gateway,
  addresses: readonly Address[],
  succeeded: boolean,
): void {
  for (const address of addresses) {
    if (succeeded) setState(state, address, 'bound');
    else untie(state, gateway, address, address.state === 'creating' ? 'failed' : 'free');
  }
}

export function untie(state: State, gateway: Gateway, address: Address, next: 'free' | 'failed'): void {
  gateway.addresses.delete(address);
  address.gateway = undefined;
  setState(state, address, next);
}

export function setState(state: State, address: Address, next: Address['state']): void {
  address.state = next;
  address.updatedAt = state.clock.calendar();
  address.freeAt = next === 'free' ? address.updatedAt : undefined;
}

export interface OrderInput {
  readonly vpc: string;
  readonly count: number;
  readonly payMode: 'flow' | 'bandwidth';
  readonly bandwidth: number;
  readonly exclusive: Flag;
  /** Particular addresses instead of any. */
  readonly ips: readonly string[];
}

export interface Ordered {
  readonly ids: readonly string[];
  readonly taskId: number;
}

export function orderAddresses(state: State, region: Region, input: OrderInput, fault: FaultSource): Ordered {
  const vpc = state.vpc(region, input.vpc);
  const ips = input.ips.map((ip) => unusedIp(state, ip));
  const count = ips.length > 0 ? ips.length : input.count;
  checkQuota(state, count);
  countOrder(state);
  admitPurchase(state, fault);
  const addresses = Array.from({ length: count }, (_, index) => ({
    ...state.newAddress(vpc, input.exclusive, ips[index]),
    payMode: input.payMode,
    bandwidth: input.payMode === 'bandwidth' ? input.bandwidth : 0,
  }));
  for (const address of addresses) state.addAddress(address);
  const finish = (next: Address['state']) => () => {
    for (const address of addresses) setState(state, address, next);
  };
  const seconds = state.settings.durations.createAddress;
  const taskId = state.tasks.start({ seconds, succeed: finish('free'), fail: finish('failed') }, fault);
  return { ids: addresses.map(({ id }) => id), taskId };
}

function unusedIp(state: State, text: string): string {
  const address = parseAddress(text);
  if (address === undefined || state.addressesByIp.has(text)) {
    throw new Refusal('invalid-value', `${text} cannot be ordered`);
  }
  return formatAddress(address);
}

/** Orders since midnight of the emulated calendar. */
export function ordersToday({ clock, ordered }: State): number {
  return ordered.day === beijingDay(clock.calendar()) ? ordered.count : 0;
}

function countOrder(state: State): void {
  const before = ordersToday(state);
  if (before >= state.settings.addressesPerDay) {
    throw new Refusal(
      'address-daily-quota',
      `${state.settings.addressesPerDay} orders of addresses a day, no more`,
    );
  }
  state.ordered.day = beijingDay(state.clock.calendar());
  state.ordered.count = before + 1;
}

export function releaseAddresses(
  state: State,
  region: Region,
  ids: readonly string[],
  fault: FaultSource,
): number {
  const addresses = [...new Set(ids)].map((id) => releasable(state, region, id));
  const before = new Map(addresses.map((address) => [address, address.state]));
  for (const address of addresses) setState(state, address, 'releasing');
  return state.tasks.start(
    {
      seconds: state.settings.durations.releaseAddress,
      succeed() {
        for (const address of addresses) state.removeAddress(address);
      },
      fail() {
        for (const [address, previous] of before) setState(state, address, previous);
      },
    },
    fault,
  );
}

function releasable(state: State, region: Region, id: string): Address {
  const address = state.addresses.get(id);
  if (address === undefined || address.vpc.region !== region) {
    throw new Refusal('address-id-not-found', `there is no address ${id}`);
  }
  if (address.state !== 'free' && address.state !== 'failed') {
    throw new Refusal('address-not-releasable', `${id} is ${address.state}; only a free one can be released`);
  }
  return address;
}
