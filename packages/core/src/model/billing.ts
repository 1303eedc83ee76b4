import * as z from 'zod';

/** A length of time that can be bought. Which lengths a cloud sells is a capability fact. */
export type Term = { readonly months: number } | { readonly years: number };

/** `good`, or why the cloud limits or stops the resource. */
export type BillingStatus = 'good' | 'arrears-locked' | 'security-locked' | 'expired';

export type Billing = OnDemandBilling | PrepaidBilling;

export interface OnDemandBilling {
  readonly mode: 'on-demand';
  readonly meteredBy: 'spec' | 'usage' | 'time';
  readonly status: BillingStatus;
}

export interface PrepaidBilling {
  readonly mode: 'prepaid';
  /** ISO instant, when the cloud tells. */
  readonly expires?: string;
  readonly autoRenew?: boolean;
  readonly status: BillingStatus;
}

/** How a new resource is paid. Prepaid needs a term; it is paid by itself only when `autoPay` says so. */
export type BillingChoice =
  | { readonly mode: 'on-demand' }
  | { readonly mode: 'prepaid'; readonly term: Term; readonly autoPay?: boolean };

export const onDemand = (): BillingChoice => ({ mode: 'on-demand' });
export const prepaid = (term: Term, options: { readonly autoPay?: boolean } = {}): BillingChoice => ({
  mode: 'prepaid',
  term,
  ...options,
});

const length = z.lazy(() => z.number().int('must be a whole number').positive('must be positive'));

export const termSchema = z.lazy(() =>
  z.union([z.strictObject({ months: length }), z.strictObject({ years: length })]),
);

export const billingChoiceSchema = z.lazy(() =>
  z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('on-demand') }),
    z.strictObject({ mode: z.literal('prepaid'), term: termSchema, autoPay: z.boolean().exactOptional() }),
  ]),
);

export const monthsOf = (term: Term): number => ('years' in term ? term.years * 12 : term.months);

export const describeTerm = (term: Term): string =>
  'years' in term ? plural(term.years, 'year') : plural(term.months, 'month');

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
