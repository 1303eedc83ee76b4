import { done, keySchema, pending, plainKey } from '@polynat/adapter-kit';
import { type Call, NatError } from '@polynat/core';
import * as z from 'zod';
import { decodeBilling, encodeTerm, expiryOf } from './codec/billing.ts';
import { billing as defineBilling, retryWhileBusy, work } from './context.ts';
import { readNat } from './gateways.ts';
import type { NatModel } from './operations/gateways.ts';

/**
 * Milliseconds; long, since whoever is told an old expiry may pay again. Baidu's 200 says that the renewal is done; an expiry that
 * has not changed after this time was changed before the first poll, by an earlier request under the same token. What is reported
 * is the expiry as it is.
 */
const renewalShows = 600_000;

const renewed = work({
  kind: 'gateway.renewed',
  subject: z.object({
    key: keySchema,
    /** The expiry before anything was paid, as an ISO instant. */
    before: z.string().nullable(),
    /** When it was paid, in milliseconds since 1970. */
    asked: z.number(),
  }),
  poll: async (context, { key, before, asked }, call) => {
    const nat = await readNat(context, key, call);
    const expires = expiryOf(nat);
    const moved = expires !== undefined && (before === null || expires > before);
    if (moved || context.clock.now() - asked > renewalShows) return done(decodeBilling(nat));
    return pending(`expiry still ${expires ?? 'unknown'}`);
  },
});

export const billing = defineBilling([renewed], (context) => {
  const expiries = new Expiries();
  return {
    read: async (key, call) => decodeBilling(await readNat(context, key, call)),

    async renew(key, term, call) {
      const nat = await readNat(context, key, call);
      requirePrepaid(nat);
      const before = expiries.first(call, expiryOf(nat));
      const renewal = { natId: key.id, billing: { reservation: encodeTerm(term) } };
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        context.client.call('PurchaseReservedNat', renewal, attempt),
      );
      return renewed.receipt({ key: plainKey(key), before, asked: context.clock.now() }, answer);
    },
  };
});

/** https://cloud.baidu.com/doc/VPC/s/Vjwvyukqv: postpaid gateways are not renewed. Known before the wire, so nothing is sent. */
function requirePrepaid(nat: NatModel): void {
  if (decodeBilling(nat).mode === 'prepaid') return;
  throw new NatError(
    'failed-precondition',
    `gateway ${nat.id} is paid on demand and has no expiry to extend`,
    {
      remedy: 'nothing is due: it runs as long as the account balance lasts',
    },
  );
}

/**
 * The expiry before the first try of each renewal. One token buys once, however often it is sent; the later senders see the expiry
 * moved already and would wait for a second move that never comes.
 */
class Expiries {
  readonly #byToken = new Map<string, string | null>();

  first({ token }: Call, seen: string | undefined): string | null {
    const known = this.#byToken.get(token);
    if (known !== undefined) return known;
    const before = seen ?? null;
    this.#byToken.set(token, before);
    this.#forgetOldest();
    return before;
  }

  #forgetOldest(): void {
    const [oldest] = this.#byToken.keys();
    if (this.#byToken.size > 1_000 && oldest !== undefined) this.#byToken.delete(oldest);
  }
}
