import { hours, minutes } from '@polynat/core';
import * as z from 'zod';

const units = { min: minutes(1), h: hours(1), d: hours(24) } as const;
const form = /^([1-9]\d{0,3})(min|h|d)$/;

/** A length of time as mappings and plans write it: `90min`, `24h`, `7d`. */
export const durationSchema = z.string().regex(form, 'must be a length of time such as 90min, 24h or 7d');

/** In milliseconds; 0 for what is no length of time. */
export function durationOf(text: string): number {
  const [, count = '0', unit = ''] = form.exec(text) ?? [];
  return Number(count) * (isUnit(unit) ? units[unit] : 0);
}

const isUnit = (unit: string): unit is keyof typeof units => Object.hasOwn(units, unit);
