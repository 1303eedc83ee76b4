import { rulesOf } from './codec/snat.ts';
import { inventory as defineInventory } from './context.ts';
import { ipsOf, locate } from './find-gateways.ts';

/** A listing tells nothing of the subnets that joined. */
export const inventory = defineInventory([], (context) => {
  const { api } = context;
  return {
    async gateways(cursor, call) {
      const page = await api.gateways({}, cursor, call);
      return { ...page, items: page.items.map((gateway) => ({ ...gateway, rules: {} })) };
    },

    addresses: (cursor, call) => api.addresses({}, cursor, call),

    async snat(gateway, _cursor, call) {
      const joins = await api.joins(await locate(context, gateway.key, call), call);
      return { items: rulesOf(joins, ipsOf(gateway)) };
    },
  };
});
