import type { BillingResource } from '@polynat/core';
import { type Billing, monthsOf, NatError } from '@polynat/core';
import type { DriverContext } from './driver-context.ts';
import { monthsLater } from './months.ts';
import { standingOf } from './standing.ts';
import type { Work } from './work.ts';
import { gatewayOf, type StoredGateway } from './world.ts';

export function billingFacet(context: DriverContext): Required<BillingResource> {
  const {
    requests,
    account: { world, clock },
  } = context;
  const view = (gateway: StoredGateway): Billing => ({
    ...gateway.billing,
    status: standingOf(gateway, clock.now()),
  });
  return {
    read: (key, call) => requests.read('billing.read', key, call, () => view(gatewayOf(world, key))),

    renew: (key, term, call) => {
      const begin = (): Work<Billing> => {
        const gateway = gatewayOf(world, key);
        const from = expiryOf(gateway);
        const expires = new Date(monthsLater(Math.max(from, clock.now()), monthsOf(term))).toISOString();
        return {
          seen: 'renewing',
          finish: () => Object.assign(gateway, { billing: { ...gateway.billing, expires, status: 'good' } }),
          result: () => view(gateway),
        };
      };
      return requests.write({ mutation: 'billing.renew', key, intent: term, begin }, call);
    },
  };
}

function expiryOf({ id, billing }: StoredGateway): number {
  if (billing.mode === 'prepaid' && billing.expires !== undefined) return Date.parse(billing.expires);
  throw new NatError('failed-precondition', `gateway ${id} is paid on demand and has no term to renew`, {
    remedy: 'renew only gateways created with a prepaid term',
  });
}
