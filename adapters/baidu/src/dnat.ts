import type { Call, DnatResource, DnatSpec, GatewayKey } from '@polynat/core';
import { decodeDnat, describeDnat, encodeDnat, sharesPort } from './codec/dnat.ts';
import { unlessGone } from './lookup/gone.ts';
import { explainingClash, readDnat, requireAll } from './lookup/rules.ts';
import { type Facets, whenIdle } from './settling/idle.ts';
import { plainKey, receipt } from './settling/receipts.ts';

export function dnatFacet(facets: Facets): DnatResource {
  const { client } = facets;
  const adding = <T>(specs: readonly DnatSpec[], key: GatewayKey, call: Call, add: () => Promise<T>) =>
    explainingClash(
      () => whenIdle(facets, key, call, add),
      () => readDnat(facets, key.id, call),
      (rule) => specs.some((spec) => sharesPort(spec, rule)),
    );
  return {
    async list({ id: natId }, cursor, call) {
      const page = await client.call('ListDnatRule', { natId, ...(cursor && { marker: cursor }) }, call);
      return {
        items: page.rules.map(decodeDnat),
        ...(page.isTruncated && page.nextMarker && { next: page.nextMarker }),
      };
    },

    async add(key, spec, call) {
      const rule = { natId: key.id, ...encodeDnat(spec) };
      const answer = await adding([spec], key, call, () => client.call('CreateDnatRule', rule, call));
      return receipt('dnat.added', { key: plainKey(key), id: answer.ruleId }, answer);
    },

    async addAll(key, specs, call) {
      const batch = { natId: key.id, rules: specs.map(encodeDnat) };
      const answer = await adding(specs, key, call, () => client.call('BatchAddDnatRules', batch, call));
      const ids = requireAll(answer.ruleIds, specs.length, 'BatchAddDnatRules');
      return receipt('dnat.added-all', { key: plainKey(key), ids }, answer);
    },

    async replace(key, id, spec, call) {
      const rule = { natId: key.id, ruleId: id, ...encodeDnat(spec) };
      const answer = await whenIdle(facets, key, call, () => client.call('UpdateDnatRule', rule, call));
      const subject = { key: plainKey(key), id, rule: describeDnat(spec) };
      return receipt('dnat.replaced', subject, answer);
    },

    async remove(key, id, call) {
      const rule = { natId: key.id, ruleId: id };
      const answer = await unlessGone(() =>
        whenIdle(facets, key, call, () => client.call('DeleteDnatRule', rule, call)),
      );
      return receipt('dnat.removed', { key: plainKey(key), id }, answer);
    },
  };
}
