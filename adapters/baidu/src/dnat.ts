import { keySchema, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import type { Call, DnatRule, DnatSpec, GatewayKey, Page } from '@polynat/core';
import * as z from 'zod';
import { decodeDnat, describeDnat, encodeDnat, sharesPort } from './codec/dnat.ts';
import { type Context, dnat as defineDnat, retryWhileBusy, work } from './context.ts';
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
  kind: 'dnat.added',
  subject: ruleSubject,
  poll: async (context, { key, id }, call) => rulePresent((await find(context, key, [id], call))[0]),
});

const addedAll = work({
  kind: 'dnat.added-all',
  subject: z.object({ key: keySchema, ids: z.array(z.string()) }),
  poll: async (context, { key, ids }, call) => rulesPresent(await find(context, key, ids, call), ids.length),
});

const replaced = work({
  kind: 'dnat.replaced',
  subject: ruleSubject.extend({ rule: z.string() }),
  poll: async (context, { key, id, rule: expected }, call) => {
    const [rule] = await find(context, key, [id], call);
    return ruleChanged(rule, id, (seen) => describeDnat(seen) === expected);
  },
});

const removed = work({
  kind: 'dnat.removed',
  subject: ruleSubject,
  poll: async (context, { key, id }, call) =>
    ruleGone(await undefinedIfNotFound(() => find(context, key, [id], call))),
});

export const dnat = defineDnat([added, addedAll, replaced, removed], (context) => {
  const { client } = context;
  const adding = <T>(
    specs: readonly DnatSpec[],
    key: GatewayKey,
    call: Call,
    add: (call: Call) => Promise<T>,
  ) =>
    withConflictDetails(
      () => retryWhileBusy(context, key, call, add),
      (cursor) => readPage(context, key, cursor, call),
      (rule) => specs.some((spec) => sharesPort(spec, rule)),
    );
  return {
    list: (key, cursor, call) => readPage(context, key, cursor, call),

    async add(key, spec, call) {
      const rule = { natId: key.id, ...encodeDnat(spec) };
      const answer = await adding([spec], key, call, (attempt) =>
        client.call('CreateDnatRule', rule, attempt),
      );
      return added.receipt({ key: plainKey(key), id: answer.ruleId }, answer);
    },

    async addAll(key, specs, call) {
      const batch = { natId: key.id, rules: specs.map(encodeDnat) };
      const answer = await adding(specs, key, call, (attempt) =>
        client.call('BatchAddDnatRules', batch, attempt),
      );
      const ids = requireAll(answer.ruleIds, specs.length, 'BatchAddDnatRules');
      return addedAll.receipt({ key: plainKey(key), ids }, answer);
    },

    async replace(key, id, spec, call) {
      const rule = { natId: key.id, ruleId: id, ...encodeDnat(spec) };
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        client.call('UpdateDnatRule', rule, attempt),
      );
      return replaced.receipt({ key: plainKey(key), id, rule: describeDnat(spec) }, answer);
    },

    async remove(key, id, call) {
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        client.call('DeleteDnatRule', { natId: key.id, ruleId: id }, attempt),
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
): Promise<Page<DnatRule>> {
  const page = await client.call('ListDnatRule', { natId, ...(cursor && { marker: cursor }) }, call);
  return rulesOf(page, decodeDnat);
}

const find = (context: Context, key: GatewayKey, ids: readonly string[], call: Call) =>
  findRules((cursor) => readPage(context, key, cursor, call), ids);
