import type { Billing, PublicAddress, Size } from '@polynat/core';

/** Values as people say them in a table. */
export function describeSizeOf(size: Size): string {
  if ('tier' in size) return size.tier;
  if ('units' in size) return `${size.units} units`;
  return 'connections' in size ? `${describeCount(size.connections)} connections` : 'metered';
}

/** Counts of connections are round: 3000000 reads `3M`. */
function describeCount(count: number): string {
  if (count % 1_000_000 === 0) return `${count / 1_000_000}M`;
  return count % 1_000 === 0 ? `${count / 1_000}k` : count.toLocaleString('en');
}

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
