import * as z from 'zod';
import type { Call } from '../call.ts';
import { requireFeature } from '../capabilities.ts';
import type { Driver } from '../driver.ts';
import { NatError } from '../errors.ts';
import { termSchema } from '../model/billing.ts';
import type { GatewayKey } from '../model/gateway-key.ts';
import { onGateway, requireMethod, resourceOf, singleStep } from './define.ts';
import { termFrom } from './order.ts';

const renewal = z.strictObject({
  term: termSchema,
  /** The expiry on which the decision to renew was made. */
  expiring: z.iso.datetime({ offset: true }).exactOptional(),
});

export const billingMutations = {
  'billing.renew': onGateway(renewal, ({ runtime, key }, { term, expiring }) => {
    const facet = resourceOf(runtime, 'billing', 'billing.renew');
    const send = requireMethod(runtime, 'billing.renew', facet, 'renew');
    const { terms } = requireFeature(runtime.driver.capabilities, 'billing.renew', runtime.alias);
    const sold = termFrom(term, terms, runtime.alias, 'term');
    return singleStep('the new expiry date', async (call) => {
      if (expiring !== undefined) await requireExpiry(runtime.driver, key, expiring, call);
      return send(key, sold, call);
    });
  }),
};

/** Somebody else may have renewed it since then: a second payment would be one too many. */
async function requireExpiry(driver: Driver, key: GatewayKey, expected: string, call: Call): Promise<void> {
  const billing = await (driver.billing?.read(key, call) ??
    driver.gateways.get(key, call).then((is) => is.billing));
  const expires = billing.mode === 'prepaid' ? billing.expires : undefined;
  if (expires !== undefined && Date.parse(expires) === Date.parse(expected)) return;
  throw movedExpiry(`${key.id} expires ${expires ?? 'at no known date'}, not ${expected}`, call);
}

/** Under a token that the caller brings, an earlier call may have paid. A token of this call's own proves that it did not. */
const movedExpiry = (moved: string, { tokenGiven }: Call): NatError =>
  tokenGiven
    ? new NatError(
        'failed-precondition',
        `${moved}: this call paid nothing, but an earlier call with its token may have paid`,
        {
          field: 'expiring',
          outcome: 'unknown',
          remedy: 'compare the new expiry with the term you ordered before you renew again',
        },
      )
    : new NatError('failed-precondition', `${moved}: nothing was paid`, {
        field: 'expiring',
        remedy: 'check whether it has been renewed already, then renew from a new listing',
      });
