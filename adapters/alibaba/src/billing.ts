import { decodeBilling } from './codec/billing.ts';
import { billing as defineBilling, getGateway } from './context.ts';

/** Renewal is no part of this API: see the fact `billing.renew` in capabilities.ts. */
export const billing = defineBilling([], (context) => ({
  read: async ({ id }, call) => decodeBilling(await getGateway(context, id, call)),
}));
