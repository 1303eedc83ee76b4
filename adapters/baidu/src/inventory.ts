import { decodeEip } from './codec/address.ts';
import { inventory as defineInventory } from './context.ts';
import { listGateways } from './gateway-pages.ts';

/** The most a page may hold. */
const pageSize = 1_000;

/** A listing tells nothing of rules. */
export const inventory = defineInventory([], (context) => ({
  async gateways(cursor, call) {
    const page = await listGateways(context, {}, cursor, call);
    return { ...page, items: page.items.map((gateway) => ({ ...gateway, rules: {} })) };
  },

  async addresses(cursor, call) {
    const { eipList, isTruncated, nextMarker } = await context.client.call(
      'QueryEipList',
      { instanceType: 'NAT', maxKeys: pageSize, ...(cursor && { marker: cursor }) },
      call,
    );
    return {
      items: eipList.map((eip) => decodeEip(eip)),
      ...(isTruncated && nextMarker && { next: nextMarker }),
    };
  },
}));
