import { keySchema, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import type { Call, GatewayKey, Page, SnatRule, SnatSpec } from '@polynat/core';
import * as z from 'zod';
import { decodeSnat, encodeSnat, sameSnat, sameSource } from './codec/snat.ts';
import { type Context, snat as defineSnat, retryWhileBusy, work } from './context.ts';
import {
  findRules,
  requireAll,
  ruleChanged,
  ruleGone,
  rulePresent,
  rulesOf,
  rulesPresent,
  withConflictDetails,
} from './rules.ts';

const ruleSubject = z.object({ key: keySchema, id: z.string() });

const added = work({
  kind: 'snat.added',
  subject: ruleSubject,
  poll: async (context, { key, id }, call) => rulePresent((await find(context, key, [id], call))[0]),
});

const addedAll = work({
  kind: 'snat.added-all',
  subject: z.object({ key: keySchema, ids: z.array(z.string()) }),
  poll: async (context, { key, ids }, call) => rulesPresent(await find(context, key, ids, call), ids.length),
});

const replaced = work({
  kind: 'snat.replaced',
  subject: ruleSubject.extend({ source: z.string(), through: z.array(z.string()) }),
  poll: async (context, { key, id, source, through }, call) => {
    const [rule] = await find(context, key, [id], call);
    return ruleChanged(rule, id, (seen) => sameSnat(seen, { source: { cidr: source }, through }));
  },
});

const removed = work({
  kind: 'snat.removed',
  subject: ruleSubject,
  poll: async (context, { key, id }, call) =>
    ruleGone(await undefinedIfNotFound(() => find(context, key, [id], call))),
});

export const snat = defineSnat([added, addedAll, replaced, removed], (context) => {
  const { client } = context;
  const adding = <T>(
    specs: readonly SnatSpec[],
    key: GatewayKey,
    call: Call,
    add: (call: Call) => Promise<T>,
  ) =>
    withConflictDetails(
      () => retryWhileBusy(context, key, call, add),
      (cursor) => readPage(context, key, cursor, call),
      (rule) => specs.some((spec) => sameSource(spec, rule)),
    );
  return {
    list: (key, cursor, call) => readPage(context, key, cursor, call),

    async add(key, spec, call) {
      const rule = { natId: key.id, ...encodeSnat(spec) };
      const answer = await adding([spec], key, call, (attempt) =>
        client.call('CreateSnatRule', rule, attempt),
      );
      return added.receipt({ key: plainKey(key), id: answer.ruleId }, answer);
    },

    async addAll(key, specs, call) {
      const batch = { natId: key.id, snatRules: specs.map(encodeSnat) };
      const answer = await adding(specs, key, call, (attempt) =>
        client.call('BatchAddSnatRules', batch, attempt),
      );
      const ids = requireAll(answer.snatRuleIds, specs.length, 'BatchAddSnatRules');
      return addedAll.receipt({ key: plainKey(key), ids }, answer);
    },

    async replace(key, id, spec, call) {
      const { ruleName, ...rest } = encodeSnat(spec);
      const rule = { natId: key.id, ruleId: id, ...rest, ...(spec.name !== undefined && { ruleName }) };
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        client.call('UpdateSnatRule', rule, attempt),
      );
      const { sourceCIDR: source, publicIpsAddress: through } = rest;
      return replaced.receipt({ key: plainKey(key), id, source, through }, answer);
    },

    async remove(key, id, call) {
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        client.call('DeleteSnatRule', { natId: key.id, ruleId: id }, attempt),
      );
      return removed.receipt({ key: plainKey(key), id }, answer);
    },
  };
});

export async function readPage(
  { client }: Context,
  { id: natId }: Pick<GatewayKey, 'id'>,
  cursor: string | undefined,
  call: Call,
): Promise<Page<SnatRule>> {
  const page = await client.call('ListSnatRule', { natId, ...(cursor && { marker: cursor }) }, call);
  return rulesOf(page, decodeSnat);
}

const find = (context: Context, key: GatewayKey, ids: readonly string[], call: Call) =>
  findRules((cursor) => readPage(context, key, cursor, call), ids);
