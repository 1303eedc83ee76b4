import { type Billing, type Clock, type Clouds, hours, monthsOf, NatError, termSchema } from '@polynat/core';
import type { Json, OperationContext } from '@polynat/engine';
import * as z from 'zod';
import { ordersAddress } from '../orders-address.ts';
import type { Change } from './change.ts';

/** Clouds remember a token for about a day; see the documents that `writes.token` names. */
const tokenLife = hours(20);

type Since = Pick<OperationContext, 'since' | 'signal'>;

/**
 * Asked when an earlier try may have reached the cloud and left no receipt. Returns what it has done, or `undefined` when the change may
 * be sent again: it has the same effect twice, or the cloud recognises its token. Rejects when a second order could buy twice.
 */
export async function outcomeOfLostTry(
  nat: Clouds,
  clock: Clock,
  { mutation, target, input }: Change,
  context: Since,
): Promise<Json | undefined> {
  if (mutation === 'billing.renew') return renewedSince(nat, target, input, context);
  const order = orders[mutation];
  if (!order || order(nat, target, input, clock.now() - context.since < tokenLife)) return undefined;
  throw new NatError(
    'conflict',
    `the answer to ${mutation} on ${target} was lost; it may have been ordered`,
    {
      outcome: 'unknown',
      remedy:
        'look for it in the console of the cloud; when nothing is there, ask again under a new Idempotency-Key',
    },
  );
}

/** Whether an order that makes something new can be sent again. `fresh`: the cloud still remembers its token. */
type Repeatable = (nat: Clouds, target: string, input: Json, fresh: boolean) => boolean;

const byToken: Repeatable = (nat, target, _input, fresh) =>
  fresh && nat.cloud(aliasOf(target)).can('writes.token');

/** Some clouds recognise the order of an address alone. */
const allocation: Repeatable = (nat, target, input, fresh) => {
  const allocating = nat.cloud(aliasOf(target)).capabilities.features['addresses.allocate'];
  return byToken(nat, target, input, fresh) || (fresh && allocating.supported && allocating.token === true);
};

/** Some clouds know an order by the tag it carries, for as long as it stands. */
const sharedBandwidth: Repeatable = (nat, target, input, fresh) => {
  const sharing = nat.cloud(aliasOf(target)).capabilities.features['bandwidth.shared'];
  return byToken(nat, target, input, fresh) || (sharing.supported && sharing.marked === true);
};

const ruleWithAddress: Repeatable = (nat, target, input, fresh) =>
  !ordersAddress(input) || allocation(nat, target, input, fresh);

const orders: Partial<Record<Change['mutation'], Repeatable>> = {
  // Where there is no token, the adapter finds the gateway by the public IPs that the order names.
  'gateways.create': (nat, target, input, fresh) =>
    byToken(nat, target, input, fresh) || namesAddresses(input),
  'gateways.createAll': byToken,
  'addresses.allocate': allocation,
  'snat.addWithAddress': ruleWithAddress,
  'snat.addAllWithAddresses': ruleWithAddress,
  'dnat.addWithAddress': ruleWithAddress,
  'dnat.addAllWithAddresses': ruleWithAddress,
  'bandwidth.create': byToken,
  'bandwidth.addAddresses': byToken,
  'sharedBandwidth.create': sharedBandwidth,
};

const namesAddresses = (input: Json): boolean =>
  z.object({ addresses: z.array(z.string()).min(1) }).safeParse(input).success;

const aliasOf = (target: string): string => target.split(':', 1).join('');

const renewal = z.object({ term: termSchema, expiring: z.string().exactOptional() });

/** No month is shorter than 28 days. A smaller step of the expiry is the renewal of somebody else. */
async function renewedSince(
  nat: Clouds,
  ref: string,
  input: Json,
  { signal }: Since,
): Promise<Json | undefined> {
  const { term, expiring } = renewal.parse(input);
  if (expiring === undefined) return undefined;
  const billing = await nat.gateway(ref).billing({ signal });
  const length = (expiryOf(billing) ?? 0) - Date.parse(expiring);
  return length >= monthsOf(term) * 28 * hours(24) ? { ...billing } : undefined;
}

export const expiryOf = (billing: Billing): number | undefined =>
  billing.mode === 'prepaid' && billing.expires !== undefined ? Date.parse(billing.expires) : undefined;
