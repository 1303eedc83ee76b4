import type { Billing, BillingChoice, BillingStatus } from '@polynat/core';
import { decodeTime } from './time.ts';

interface Billed {
  readonly InstanceChargeType?: string;
  readonly InternetChargeType?: string;
  readonly BusinessStatus?: string;
  readonly ExpiredTime?: string;
}

const standings: Readonly<Record<string, BillingStatus>> = {
  Normal: 'good',
  FinancialLocked: 'arrears-locked',
  SecurityLocked: 'security-locked',
};

/** What stops a subscription is not arrears but its end. A word nobody knows does not stop anything. */
export function decodeStanding({ BusinessStatus = 'Normal', InstanceChargeType }: Billed): BillingStatus {
  const standing = standings[BusinessStatus] ?? 'good';
  return standing === 'arrears-locked' && InstanceChargeType === 'PrePaid' ? 'expired' : standing;
}

/** The API tells nothing of renewal: that is an affair of the billing service. */
export function decodeBilling(billed: Billed): Billing {
  const standing = decodeStanding(billed);
  if (billed.InstanceChargeType !== 'PrePaid') {
    return {
      mode: 'on-demand',
      meteredBy: billed.InternetChargeType === 'PayByLcu' ? 'usage' : 'spec',
      status: standing,
    };
  }
  const expires = decodeTime(billed.ExpiredTime);
  return { mode: 'prepaid', ...(expires !== undefined && { expires }), status: standing };
}

/** An order is paid by itself only when the caller said so. */
export function encodeBilling(billing: BillingChoice) {
  if (billing.mode === 'on-demand') return { InstanceChargeType: 'PostPaid' } as const;
  const { term, autoPay = false } = billing;
  return {
    InstanceChargeType: 'PrePaid',
    ...('years' in term
      ? ({ PricingCycle: 'Year', Duration: term.years } as const)
      : ({ PricingCycle: 'Month', Duration: term.months } as const)),
    AutoPay: autoPay,
  } as const;
}
