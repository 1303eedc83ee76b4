import type { BillingResource } from '@polynat/core';
import { decodeBilling } from './codec/billing.ts';
import type { Context } from './lookup/context.ts';
import { getGateway } from './lookup/records.ts';

/** Renewal is no part of this API: see the fact `billing.renew` in capabilities.ts. */
export function billingFacet({ client }: Context): BillingResource {
  return { read: async ({ id }, call) => decodeBilling(await getGateway(client, id, call)) };
}
