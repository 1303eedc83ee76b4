import type { Billing, PublicAddress } from '@polynat/core';

/** Values as people read them in a table. */
export function describeBilling(billing: Billing): string {
  const standing = billing.status === 'good' ? '' : `, ${billing.status}`;
  if (billing.mode === 'on-demand') return `on demand${standing}`;
  return `${billing.expires ? `until ${describeDay(billing.expires)}` : 'prepaid'}${standing}`;
}

/** The same in a column that is headed "paid until". */
export const describePaidUntil = (billing: Billing): string =>
  describeBilling(billing).replace(/^until /, '');

/** The first address, and how many stand beside it: a gateway may have dozens. */
export function describeAddresses([first, ...others]: readonly PublicAddress[]): string {
  if (first === undefined) return '';
  return others.length === 0 ? first.ip : `${first.ip} +${others.length}`;
}

export const describeDay = (instant: string | undefined): string => instant?.slice(0, 10) ?? '';

export const describeMoment = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
