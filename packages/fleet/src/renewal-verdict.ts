import { type Clouds, type Gateway, NatError } from '@polynat/core';
import { type EarlierOrders, notAgain, orderKey, paidBefore } from './earlier-orders.ts';
import { type Left, refused, skipped } from './fleet-gateways.ts';
import { type Holders, lockedBy } from './holders.ts';
import { expiryOf } from './inventory.ts';
import { type RenewalPolicy, termOf, windowOf } from './renewal-policy.ts';
import { exclusionOf } from './selection.ts';

export type SkipReason = 'not-prepaid' | 'not-due' | 'excluded' | 'beyond-ceiling' | 'renewed-before';

/** Whether a gateway is renewed now. */
export type Verdict = { readonly is: 'due' } | Left<SkipReason>;

export interface Judging {
  readonly clouds: Clouds;
  readonly policy: RenewalPolicy;
  readonly earlier: EarlierOrders;
  /** Runs that have locked a gateway, by its ref. */
  readonly holders: Holders;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function verdictOn(gateway: Gateway, judging: Judging): Verdict {
  const { policy, now } = judging;
  const { billing, ref } = gateway;
  const exclusion = exclusionOf(gateway, policy.gateways ?? {});
  if (exclusion !== undefined) return skipped('excluded', exclusion);
  if (billing.mode !== 'prepaid') return skipped('not-prepaid', 'it is pay-as-you-go');
  const expires = expiryOf(gateway);
  if (expires === undefined) return refused(unknownExpiry(`${ref}`));
  if (expires > now + windowOf(policy)) return skipped('not-due', `it expires ${billing.expires}`);
  return verdictOnOrder(gateway, expires, judging);
}

function verdictOnOrder({ ref }: Gateway, expires: number, judging: Judging): Verdict {
  const before = judging.earlier.get(orderKey(`${ref}`, expires));
  if (before?.state === 'paid') return skipped('renewed-before', `run ${before.run} has renewed it`);
  if (before && before.state !== 'unpaid') return refused(notAgain(before), before.run);
  const paid = paidBefore(judging.earlier, `${ref}`, judging.now);
  if (paid !== undefined) return skipped('renewed-before', paid);
  const holder = judging.holders.get(`${ref}`);
  if (holder) return refused(lockedBy(`${ref}`, holder), holder.id);
  try {
    const order = { term: termOf(judging.policy), expiring: new Date(expires).toISOString() };
    judging.clouds.preview('billing.renew', ref, order);
    return { is: 'due' };
  } catch (thrown) {
    return refused(NatError.from(thrown));
  }
}

const unknownExpiry = (ref: string): NatError =>
  new NatError('failed-precondition', `the list has no expiry of ${ref}: nothing was paid`, {
    remedy: 'read the gateway; renew it alone when it is due',
  });
