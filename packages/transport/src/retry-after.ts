import type { Clock } from '@polynat/core';
import type { WireResponse } from './wire.ts';

/** The pause a `retry-after` header asks for, in milliseconds: it holds seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterOf({ headers }: WireResponse, clock: Clock): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now());
}
