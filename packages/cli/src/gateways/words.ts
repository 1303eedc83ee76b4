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

export const describeSecond = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

const units = [
  { name: 'd', milliseconds: 86_400_000 },
  { name: 'h', milliseconds: 3_600_000 },
  { name: 'min', milliseconds: 60_000 },
] as const;

/** The largest unit and the one below: `0.2 s`, `4 min 12 s`, `3 d 4 h`. */
export function describeSpan(milliseconds: number): string {
  const index = units.findIndex((unit) => milliseconds >= unit.milliseconds);
  const [unit, smaller] = [units[index], units[index + 1] ?? { name: 's', milliseconds: 1_000 }];
  if (!unit) return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
  const rest = Math.floor((milliseconds % unit.milliseconds) / smaller.milliseconds);
  const whole = `${Math.floor(milliseconds / unit.milliseconds)} ${unit.name}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smaller.name}`;
}
