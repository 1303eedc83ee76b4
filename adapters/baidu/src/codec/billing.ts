import { type Billing, type BillingChoice, monthsOf, type Term } from '@polynat/core';
import type { NatModel } from '../operations/gateways.ts';
import { decodeState } from './state.ts';
import { decodeInstant } from './time.ts';

export interface Reservation {
  readonly reservationLength: number;
  readonly reservationTimeUnit: 'month';
}

/** Baidu sells months only; a year is twelve of them. */
export const encodeTerm = (term: Term): Reservation => ({
  reservationLength: monthsOf(term),
  reservationTimeUnit: 'month',
});

export const encodeBilling = (billing: BillingChoice) =>
  billing.mode === 'prepaid'
    ? { paymentTiming: 'Prepaid' as const, reservation: encodeTerm(billing.term) }
    : { paymentTiming: 'Postpaid' as const };

type Paid = Pick<NatModel, 'paymentTiming' | 'expiredTime' | 'expireTime' | 'status'>;

/** What stops a gateway is expiry when it is prepaid and arrears when it is not (https://cloud.baidu.com/doc/VPC/s/Njwvyuqa3). */
export function decodeBilling(nat: Paid): Billing {
  const stopped = decodeState(nat.status) === 'suspended';
  if (nat.paymentTiming?.toLowerCase() !== 'prepaid')
    return { mode: 'on-demand', meteredBy: 'spec', status: stopped ? 'arrears-locked' : 'good' };
  const expires = expiryOf(nat);
  return {
    mode: 'prepaid',
    ...(expires !== undefined && { expires }),
    status: stopped ? 'expired' : 'good',
  };
}

/** Spelled `expiredTime` by the documents and `expireTime` by some clients; empty when postpaid. */
export const expiryOf = ({ expiredTime, expireTime }: Pick<Paid, 'expiredTime' | 'expireTime'>) =>
  decodeInstant(expiredTime || expireTime);
