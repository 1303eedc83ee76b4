import * as z from 'zod';
import { requireFeature } from '../capabilities.ts';
import { termSchema } from '../model/billing.ts';
import { onGateway, requireMethod, resourceOf, singleStep } from './define.ts';
import { checkTerm } from './order.ts';

export const billingMutations = {
  'billing.renew': onGateway(z.strictObject({ term: termSchema }), ({ runtime, key }, { term }) => {
    const facet = resourceOf(runtime, 'billing', 'billing.renew');
    const send = requireMethod(runtime, 'billing.renew', facet, 'renew');
    const { terms } = requireFeature(runtime.driver.capabilities, 'billing.renew', runtime.alias);
    checkTerm(term, terms, runtime.alias, 'term');
    return singleStep('the new expiry date', (call) => send(key, term, call));
  }),
};
