import { type BillingResource, type Call, NatError } from '@polynat/core';
import { decodeBilling, encodeTerm, expiryOf } from './codec/billing.ts';
import { readNat } from './gateways.ts';
import type { NatModel } from './operations/gateways.ts';
import { type Facets, whenIdle } from './settling/idle.ts';
import { plainKey, receipt } from './settling/receipts.ts';

export function billingFacet(facets: Facets): BillingResource {
  const begun = new Expiries();
  return {
    async read(key, call) {
      return decodeBilling(await readNat(facets, key, call));
    },

    async renew(key, term, call) {
      const nat = await readNat(facets, key, call);
      requirePrepaid(nat);
      const before = begun.first(call, expiryOf(nat));
      const renewal = { natId: key.id, billing: { reservation: encodeTerm(term) } };
      const answer = await whenIdle(facets, key, call, () =>
        facets.client.call('PurchaseReservedNat', renewal, call),
      );
      return receipt('gateway.renewed', { key: plainKey(key), before, asked: facets.clock.now() }, answer);
    },
  };
}

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
