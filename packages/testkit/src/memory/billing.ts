import { type Billing, monthsOf, NatError } from '@polynat/core';
import type { BillingFacet } from '@polynat/core/driver';
import type { Office } from './account.ts';
import { monthsLater } from './months.ts';
import { standingOf } from './standing.ts';
import type { Work } from './work.ts';
import { gatewayOf, type StoredGateway } from './world.ts';

export function billingFacet(office: Office): Required<BillingFacet> {
  const {
    desk,
    account: { world, clock },
  } = office;
  const view = (gateway: StoredGateway): Billing => ({
    ...gateway.billing,
    standing: standingOf(gateway, clock.now()),
  });
  return {
    read: (key, call) => desk.read('billing.read', key, call, () => view(gatewayOf(world, key))),

    renew: (key, term, call) => {
      const begin = (): Work<Billing> => {
        const gateway = gatewayOf(world, key);
        const from = expiryOf(gateway);
        const expires = new Date(monthsLater(Math.max(from, clock.now()), monthsOf(term))).toISOString();
        return {
          seen: 'renewing',
          finish: () =>
            Object.assign(gateway, { billing: { ...gateway.billing, expires, standing: 'good' } }),
          result: () => view(gateway),
        };
      };
      return desk.write({ mutation: 'billing.renew', key, intent: term, begin }, call);
    },
  };
}

function expiryOf({ id, billing }: StoredGateway): number {
  if (billing.mode === 'prepaid' && billing.expires !== undefined) return Date.parse(billing.expires);
  throw new NatError('failed-precondition', `gateway ${id} is paid on demand and has no term to renew`, {
    remedy: 'renew only gateways created with a prepaid term',
  });
}
