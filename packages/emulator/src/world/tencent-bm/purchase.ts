import type { FaultSource } from '../tencent/work-queue.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';

/** The last check before something that costs money is begun. */
export function admitPurchase(state: State, fault: FaultSource): void {
  if (fault() === 'out-of-stock') throw new Refusal('out-of-stock', 'the resource is sold out');
  if (state.settings.balanceTooLow)
    throw new Refusal('balance-too-low', 'the balance of the account is too low');
}

/** Addresses that count against the quota: all but those whose making failed (DescribeEipBmQuota). */
export function livingAddresses(state: State): number {
  return [...state.addresses.values()].filter((address) => address.state !== 'failed').length;
}

export function checkQuota(state: State, count: number): void {
  const living = livingAddresses(state);
  if (living + count > state.settings.addressQuota) {
    throw new Refusal(
      'address-quota',
      `the account may hold ${state.settings.addressQuota} addresses, it has ${living}`,
    );
  }
}

/**
 * Addresses ordered along with a gateway. What the quota forbids fails as a purchase: the actions of gateways list no
 * code of their own for it.
 */
export function admitAddresses(state: State, count: number): void {
  if (count === 0) return;
  try {
    checkQuota(state, count);
  } catch (error) {
    throw error instanceof Refusal ? new Refusal('out-of-stock', error.message) : error;
  }
}
