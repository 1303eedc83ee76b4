import type { FaultSource } from '../tencent/work-queue.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

export function admitAccount({ settings }: State): void {
  if (!settings.accountSupported) throw new Refusal('account-unsupported', 'This account is not supported.');
}

/** Refuses what the account cannot pay, and what an injected fault says is sold out. */
export function admitPurchase({ settings }: State, fault: FaultSource): void {
  if (settings.balanceTooLow) throw new Refusal('no-funds', 'The balance of the account is too low.');
  if (fault() === 'out-of-stock') throw new Refusal('out-of-stock', 'It is sold out.');
}

/** Refuses more EIPs than the quotas of the region leave. */
export function admitAddresses(state: State, region: Region, count: number): void {
  const { addressQuota } = state.settings;
  if (state.addresses.in(region).length + count > addressQuota) {
    throw new Refusal('eip-quota', `An account has ${addressQuota} EIPs in a region at most.`);
  }
  if (state.allocatedToday(region) + count > 2 * addressQuota) {
    throw new Refusal('eip-daily-quota', `An account allocates ${2 * addressQuota} EIPs a day at most.`);
  }
}
