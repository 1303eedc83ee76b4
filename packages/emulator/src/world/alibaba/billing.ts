import type { BusinessStatus, ChargeType, Gateway, PricingCycle } from './model.ts';
import { refuse } from './refusal.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
/** Subscriptions end at midnight in Beijing, which is 16:00 UTC (the samples' `2017-08-26T16:00Z`). */
const END_OF_DAY = 16 * 60 * MINUTE;
const DAY = 24 * 60 * MINUTE;

export interface Term {
  readonly cycle: PricingCycle;
  readonly length: number;
}

/** The last instant of a subscription: the first Beijing midnight a whole number of calendar months later. */
export function expiryOf(start: number, term: Term): number {
  const end = addMonths(start, term.cycle === 'Year' ? term.length * 12 : term.length);
  return Math.ceil((end - END_OF_DAY) / DAY) * DAY + END_OF_DAY;
}

/** A day that the target month does not have becomes its last day. */
function addMonths(instant: number, months: number): number {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

export interface Billed {
  readonly chargeType: ChargeType;
  readonly expires: number | undefined;
  readonly locked: BusinessStatus;
}

/** An expired subscription and an account in arrears lock what they pay for. */
export function standingOf(world: World, billed: Billed): BusinessStatus {
  if (billed.locked !== 'Normal') return billed.locked;
  const expired = billed.expires !== undefined && world.clock.calendar() >= billed.expires;
  const unpaid = billed.chargeType === 'PostPaid' && world.account.arrears;
  return expired || unpaid ? 'FinancialLocked' : 'Normal';
}

export function checkGatewayStanding(world: World, gateway: Gateway): void {
  if (standingOf(world, gateway) !== 'Normal') refuse('gateway-locked');
}
