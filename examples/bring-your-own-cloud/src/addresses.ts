import { done, gone, keySchema, pending, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import { type AddressFilter, type Call, type PublicAddress, readAll } from '@polynat/core';
import * as z from 'zod';
import { type Context, define } from './client.ts';
import type { AddressModel } from './operations.ts';
import { readRules } from './snat.ts';

const subject = z.object({ key: keySchema, ip: z.string() });

const attached = define.work({
  kind: 'address.attached',
  subject,
  poll: async ({ client }, { key, ip }, call) => {
    const { ips } = await client.call('GetGateway', { gateway: key.id }, call);
    return ips.includes(ip) ? done(decodeAddress({ ip, gateway: key.id })) : pending('attaching');
  },
});

const detached = define.work({
  kind: 'address.detached',
  subject,
  poll: async ({ client }, { key, ip }, call) => {
    const model = await undefinedIfNotFound(() => client.call('GetGateway', { gateway: key.id }, call));
    return model?.ips.includes(ip) ? pending('detaching') : gone;
  },
});

export const addresses = define.addresses([attached, detached], (context) => ({
  async list(filter, cursor, call) {
    const answer = await context.client.call('ListIps', cursor === undefined ? {} : { after: cursor }, call);
    const items = await Promise.all(
      answer.ips.filter(fits(filter)).map((model) => withUse(context, model, call)),
    );
    return { items, ...(answer.next && { next: answer.next }) };
  },

  async attach(key, ip, _purpose, call) {
    await context.client.call('AttachIp', { gateway: key.id, ip }, call);
    return attached.receipt({ key: plainKey(key), ip });
  },

  async detach(key, ip, call) {
    await context.client.call('DetachIp', { gateway: key.id, ip }, call);
    return detached.receipt({ key: plainKey(key), ip });
  },
}));

/** Volcano does not say what a public IP is used for; the rules of its gateway do. */
async function withUse(context: Context, model: AddressModel, call: Call): Promise<PublicAddress> {
  const { gateway, ip } = model;
  const rules = gateway ? await readAll((cursor) => readRules(context, gateway, cursor, call)) : [];
  return decodeAddress(model, rules.some(({ through }) => through.includes(ip)) ? 'snat' : 'idle');
}

const fits =
  (filter: AddressFilter) =>
  ({ gateway }: AddressModel): boolean =>
    (filter.gateway === undefined || gateway === filter.gateway) &&
    (filter.free === undefined || !gateway === filter.free);

export const decodeAddress = (model: AddressModel, use: PublicAddress['use'] = 'idle'): PublicAddress => ({
  ip: model.ip,
  use,
  ...(model.gateway && { gateway: model.gateway }),
  state: 'available',
  providerState: model.gateway ? 'attached' : 'free',
  native: model,
});
