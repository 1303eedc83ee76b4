import type { GatewayFilter, GatewayRecord, GatewayResource } from '@polynat/core';
import { decodeGateway, encodeSize } from './codec/gateway.ts';
import type { Facets } from './facets.ts';
import { unlessGone } from './gone.ts';
import { receipt } from './receipts.ts';

export const gatewayFacet = ({ client, region }: Facets): GatewayResource => ({
  async list(filter, cursor, call) {
    const answer = await client.call('ListGateways', cursor === undefined ? {} : { after: cursor }, call);
    const items = answer.gateways.map((model) => decodeGateway(model, region));
    return {
      items: items.filter((gateway) => matches(gateway, filter)),
      ...(answer.next && { next: answer.next }),
    };
  },

  async get({ id }, call) {
    return decodeGateway(await client.call('GetGateway', { gateway: id }, call), region);
  },

  async create({ name = '', network, size }, call) {
    const order = { name, vpc: network.vpc, size: encodeSize(size) };
    return receipt('gateway.ready', await client.call('CreateGateway', order, call));
  },

  async change(key, { name = '' }, call) {
    await client.call('ChangeGateway', { gateway: key.id, name }, call);
    return receipt('gateway.ready', key);
  },

  async resize(key, size, call) {
    await client.call('ChangeGateway', { gateway: key.id, size: encodeSize(size) }, call);
    return receipt('gateway.ready', key);
  },

  async delete(key, _force, call) {
    await unlessGone(() => client.call('DeleteGateway', { gateway: key.id }, call));
    return receipt('gateway.gone', key);
  },
});

/** Volcano filters nothing, so the facet does. */
const matches = (gateway: GatewayRecord, { state, name, network }: GatewayFilter): boolean =>
  (state === undefined || gateway.state === state) &&
  (name === undefined || gateway.name === name) &&
  (network === undefined || gateway.placement.vpc === network);
