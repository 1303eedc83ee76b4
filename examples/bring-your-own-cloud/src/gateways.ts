import { done, gone, keySchema, pending, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import type { GatewayRecord, GatewayState, Size } from '@polynat/core';
import * as z from 'zod';
import { decodeAddress } from './addresses.ts';
import { define } from './client.ts';
import type { GatewayModel } from './operations.ts';

const subject = z.object({ key: keySchema });

/** A receipt remembers what another process needs; its poll is one look at the cloud, at nothing but what the receipt remembers. */
const created = define.work({
  kind: 'gateway.created',
  subject,
  poll: async ({ client, region }, { key }, call) => {
    const model = await client.call('GetGateway', { gateway: key.id }, call);
    return model.state === 'READY' ? done(decodeGateway(model, region)) : pending(model.state);
  },
});

const deleted = define.work({
  kind: 'gateway.deleted',
  subject,
  poll: async ({ client }, { key }, call) => {
    const model = await undefinedIfNotFound(() => client.call('GetGateway', { gateway: key.id }, call));
    return model ? pending(model.state) : gone;
  },
});

export const gateways = define.gateways([created, deleted], ({ client, region }) => ({
  async list(_query, cursor, call) {
    const answer = await client.call('ListGateways', cursor === undefined ? {} : { after: cursor }, call);
    const items = answer.gateways.map((model) => decodeGateway(model, region));
    return { items, ...(answer.next && { next: answer.next }) };
  },

  get: async ({ id }, call) => decodeGateway(await client.call('GetGateway', { gateway: id }, call), region),

  async create({ name = '', network, size }, call) {
    const order = { name, vpc: network.vpc, size: encodeSize(size) };
    const { id } = await client.call('CreateGateway', order, call);
    return created.receipt({ key: { region, id } });
  },

  async delete(key, _cascade, call) {
    await undefinedIfNotFound(() => client.call('DeleteGateway', { gateway: key.id }, call));
    return deleted.receipt({ key: plainKey(key) });
  },
}));

const states: Readonly<Record<string, GatewayState>> = {
  BUILDING: 'creating',
  READY: 'available',
  CLOSING: 'deleting',
};

const encodeSize = (size: Size | undefined): 'S' | 'L' =>
  size && 'tier' in size && size.tier === 'large' ? 'L' : 'S';

/** Keep the provider's record as `native` and its word as `providerState`; a state you do not know is `unknown`. */
const decodeGateway = (model: GatewayModel, region: string): GatewayRecord => ({
  key: { region, id: model.id },
  name: model.name,
  state: states[model.state] ?? 'unknown',
  providerState: model.state,
  placement: { vpc: model.vpc },
  size: { tier: model.size === 'L' ? 'large' : 'small' },
  addresses: model.ips.map((ip) => decodeAddress({ ip, gateway: model.id })),
  billing: { mode: 'on-demand', meteredBy: 'time', status: 'good' },
  tags: {},
  native: model,
});
