import type { Billing, Size } from '@polynat/core';

/** Values as people say them in a table. */
export function describeSizeOf(size: Size): string {
  if ('tier' in size) return size.tier;
  if ('units' in size) return `${size.units} CU`;
  return 'connections' in size ? `${size.connections.toLocaleString('en')} connections` : 'metered';
}

export function describeBilling(billing: Billing): string {
  const standing = billing.standing === 'good' ? '' : `, ${billing.standing}`;
  if (billing.mode === 'on-demand') return `on demand${standing}`;
  return `prepaid${billing.expires ? ` until ${describeDay(billing.expires)}` : ''}${standing}`;
}

export const describeDay = (instant: string | undefined): string => instant?.slice(0, 10) ?? '';
