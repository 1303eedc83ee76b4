import * as z from 'zod';
import { requireFeature } from '../capabilities.ts';
import { termSchema } from '../model/billing.ts';
import { checkTerm } from '../order.ts';
import { facetOf, offered, one, onGateway } from './define.ts';

export const billingMutations = {
  'billing.renew': onGateway(z.strictObject({ term: termSchema }), ({ runtime, key }, { term }) => {
    const facet = facetOf(runtime, 'billing', 'billing.renew');
    const send = offered(runtime, 'billing.renew', facet, 'renew');
    const { terms } = requireFeature(runtime.driver.capabilities, 'billing.renew', runtime.alias);
    checkTerm(term, terms, runtime.alias, 'term');
    return one('the new expiry date', (call) => send(key, term, call));
  }),
};
