import { done, gone, itemsOf, keySchema, notListedYet, pending, plainKey } from '@polynat/adapter-kit';
import type { Call, Page, SnatRule } from '@polynat/core';
import * as z from 'zod';
import { type Context, define } from './client.ts';
import type { RuleModel } from './operations.ts';

const subject = z.object({ key: keySchema, id: z.string() });

const added = define.work({
  kind: 'snat.added',
  subject,
  poll: async (context, { key, id }, call) => {
    const rule = await findRule(context, key.id, id, call);
    if (rule === undefined) return notListedYet;
    return rule.state === 'available' ? done(rule) : pending(rule.providerState);
  },
});

const removed = define.work({
  kind: 'snat.removed',
  subject,
  poll: async (context, { key, id }, call) =>
    (await findRule(context, key.id, id, call)) ? pending('still listed') : gone,
});

export const snat = define.snat([added, removed], (context) => ({
  list: ({ id }, cursor, call) => readRules(context, id, cursor, call),

  async add(key, { source, through = [] }, call) {
    /** The facts of this cloud allow no other kind of source. */
    const block = 'cidr' in source && source.cidr !== undefined ? source.cidr : '';
    const { id } = await context.client.call('AddRule', { gateway: key.id, block, ips: [...through] }, call);
    return added.receipt({ key: plainKey(key), id });
  },

  async remove(key, id, call) {
    await context.client.call('RemoveRule', { gateway: key.id, rule: id }, call);
    return removed.receipt({ key: plainKey(key), id });
  },
}));

export async function readRules(
  { client }: Context,
  gateway: string,
  cursor: string | undefined,
  call: Call,
): Promise<Page<SnatRule>> {
  const input = { gateway, ...(cursor !== undefined && { after: cursor }) };
  const { rules, next } = await client.call('ListRules', input, call);
  return { items: rules.map(decodeRule), ...(next && { next }) };
}

async function findRule(context: Context, gateway: string, id: string, call: Call) {
  for await (const rule of itemsOf((cursor) => readRules(context, gateway, cursor, call)))
    if (rule.id === id) return rule;
  return undefined;
}

const decodeRule = (model: RuleModel): SnatRule => ({
  id: model.id,
  source: { cidr: model.block },
  through: model.ips,
  state: model.state === 'READY' ? 'available' : 'pending',
  providerState: model.state,
  native: model,
});
