import type { Gateway } from '../api/types.ts';
import { expiryOf } from '../fleet/choose-rows.ts';

/** The gateways that expire in one month, those that expire first in front. */
export interface Month {
  /** `2026-12`, `expired` or `undated`. */
  readonly key: string;
  readonly gateways: readonly Gateway[];
}

/** Prepaid gateways by the month in which they expire: what is over first, what the cloud does not tell last. */
export function calendarOf(gateways: readonly Gateway[], now: number): readonly Month[] {
  const months = new Map<string, Gateway[]>();
  for (const gateway of gateways) {
    if (gateway.billing.mode !== 'prepaid') continue;
    const key = keyOf(expiryOf(gateway), now);
    months.set(key, [...(months.get(key) ?? []), gateway]);
  }
  return [...months]
    .map(([key, all]) => ({ key, gateways: all.sort((left, right) => timeOf(left) - timeOf(right)) }))
    .sort((left, right) => rankOf(left.key).localeCompare(rankOf(right.key)));
}

function keyOf(expires: string | undefined, now: number): string {
  if (expires === undefined) return 'undated';
  return Date.parse(expires) < now ? 'expired' : expires.slice(0, 7);
}

const rankOf = (key: string): string => (key === 'expired' ? '0' : key === 'undated' ? '9' : key);
const timeOf = (gateway: Gateway): number => Date.parse(expiryOf(gateway) ?? '') || 0;
