import type { AddressFilter, AddressResource, Call } from '@polynat/core';
import { decodeAddress } from './codec/gateway.ts';
import type { Facets } from './facets.ts';
import { unlessGone } from './gone.ts';
import type { AddressModel } from './operations/schema.ts';
import { receipt } from './receipts.ts';
import { rulesOf } from './rules.ts';

export const addressFacet = (facets: Facets): AddressResource => ({
  async list(filter, cursor, call) {
    const answer = await facets.client.call('ListIps', cursor === undefined ? {} : { after: cursor }, call);
    const wanted = answer.ips.filter((model) => matches(model, filter));
    const items = await Promise.all(wanted.map((model) => withUse(facets, model, call)));
    return { items, ...(answer.next && { next: answer.next }) };
  },

  async attach(key, address, _purpose, call) {
    await facets.client.call('AttachIp', { gateway: key.id, ip: address }, call);
    return receipt('ip.attached', key, { ip: address });
  },

  async detach(key, address, call) {
    await unlessGone(() => facets.client.call('DetachIp', { gateway: key.id, ip: address }, call));
    return receipt('ip.detached', key, { ip: address });
  },
});

/** Volcano does not say what an address is used for; its gateway's rules do. */
async function withUse(facets: Facets, model: AddressModel, call: Call) {
  const rules = model.gateway ? await rulesOf(facets, model.gateway, call) : [];
  return decodeAddress(model, rules.some(({ ips }) => ips.includes(model.ip)) ? 'snat' : 'idle');
}

const matches = ({ gateway }: AddressModel, filter: AddressFilter): boolean =>
  (filter.gateway === undefined || gateway === filter.gateway) &&
  (filter.free === undefined || !gateway === filter.free);
