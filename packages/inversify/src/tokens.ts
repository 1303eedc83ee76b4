import type { Clock, Driver, Nat, PurchaseLedger, Random } from '@polynat/core';
import type { RateLimiter, Sender, Trace } from '@polynat/transport';
import { token } from './token.ts';

/** A driver under the alias its cloud is used by. */
export interface NamedDriver {
  readonly alias: string;
  readonly driver: Driver;
}

/** What an application asks for: every loaded driver behind one API. */
export const NAT = token<Nat>('nat');

/** Bound once per cloud; `NAT` collects them all. */
export const DRIVER = token<NamedDriver>('driver');

/** Bind these to replace the system's own. Left unbound, nothing changes. */
export const CLOCK = token<Clock>('clock');
export const RANDOM = token<Random>('random');
export const SENDER = token<Sender>('sender');
export const TRACE = token<Trace>('trace');
/** Left unbound, each process keeps the rates of its own calls. */
export const RATE_LIMITER = token<RateLimiter>('rate limiter');
/** Where purchases are counted for ceilings. Left unbound, each process counts its own. */
export const LEDGER = token<PurchaseLedger>('ledger');
