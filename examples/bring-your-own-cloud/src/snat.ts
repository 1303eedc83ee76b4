import type { SnatResource } from '@polynat/core';
import { decodeRule } from './codec/snat.ts';
import type { Facets } from './facets.ts';
import { unlessGone } from './gone.ts';
import { receipt } from './receipts.ts';

export const snatFacet = ({ client }: Facets): SnatResource => ({
  async list({ id }, cursor, call) {
    const place = cursor === undefined ? {} : { after: cursor };
    const { rules, next } = await client.call('ListRules', { gateway: id, ...place }, call);
    return { items: rules.map(decodeRule), ...(next && { next }) };
  },

  async add(key, { source, through = [] }, call) {
    const block = 'cidr' in source && source.cidr !== undefined ? source.cidr : '';
    const { id } = await client.call('AddRule', { gateway: key.id, block, ips: [...through] }, call);
    return receipt('rule.ready', key, { rule: id });
  },

  async remove(key, id, call) {
    await unlessGone(() => client.call('RemoveRule', { gateway: key.id, rule: id }, call));
    return receipt('rule.gone', key, { rule: id });
  },
});
