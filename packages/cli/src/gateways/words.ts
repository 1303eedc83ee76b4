import type { Billing, PublicAddress } from '@polynat/core';

/** Values as people read them in a table. */
export function describeBilling(billing: Billing): string {
  const status = billing.status === 'good' ? '' : `, ${billing.status}`;
  if (billing.mode === 'on-demand') return `pay-as-you-go${status}`;
  return `prepaid${billing.expires ? ` until ${describeDay(billing.expires)}` : ''}${status}`;
}

/** The first public IP and the number of others: a gateway may have dozens. */
export function describeAddresses([first, ...others]: readonly PublicAddress[]): string {
  if (first === undefined) return '';
  return others.length === 0 ? first.ip : `${first.ip} +${others.length}`;
}

export const describeDay = (instant: string | undefined): string => instant?.slice(0, 10) ?? '';

export const describeMoment = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
