import type { Call, GatewayKey, SnatResource, SnatSpec } from '@polynat/core';
import { decodeSnat, encodeSnat, sameSource } from './codec/snat.ts';
import { unlessGone } from './lookup/gone.ts';
import { explainingClash, readSnat, requireAll } from './lookup/rules.ts';
import { type Facets, whenIdle } from './settling/idle.ts';
import { plainKey, receipt } from './settling/receipts.ts';

export function snatFacet(facets: Facets): SnatResource {
  const { client } = facets;
  const adding = <T>(specs: readonly SnatSpec[], key: GatewayKey, call: Call, add: () => Promise<T>) =>
    explainingClash(
      () => whenIdle(facets, key, call, add),
      () => readSnat(facets, key.id, call),
      (rule) => specs.some((spec) => sameSource(spec, rule)),
    );
  return {
    async list({ id: natId }, cursor, call) {
      const page = await client.call('ListSnatRule', { natId, ...(cursor && { marker: cursor }) }, call);
      return {
        items: page.rules.map(decodeSnat),
        ...(page.isTruncated && page.nextMarker && { next: page.nextMarker }),
      };
    },

    async add(key, spec, call) {
      const rule = { natId: key.id, ...encodeSnat(spec) };
      const answer = await adding([spec], key, call, () => client.call('CreateSnatRule', rule, call));
      return receipt('snat.added', { key: plainKey(key), id: answer.ruleId }, answer);
    },

    async addAll(key, specs, call) {
      const batch = { natId: key.id, snatRules: specs.map(encodeSnat) };
      const answer = await adding(specs, key, call, () => client.call('BatchAddSnatRules', batch, call));
      const ids = requireAll(answer.snatRuleIds, specs.length, 'BatchAddSnatRules');
      return receipt('snat.added-all', { key: plainKey(key), ids }, answer);
    },

    async replace(key, id, spec, call) {
      const { ruleName, ...rest } = encodeSnat(spec);
      const rule = { natId: key.id, ruleId: id, ...rest, ...(spec.name !== undefined && { ruleName }) };
      const answer = await whenIdle(facets, key, call, () => client.call('UpdateSnatRule', rule, call));
      const subject = { key: plainKey(key), id, source: rest.sourceCIDR, through: rest.publicIpsAddress };
      return receipt('snat.replaced', subject, answer);
    },

    async remove(key, id, call) {
      const rule = { natId: key.id, ruleId: id };
      const answer = await unlessGone(() =>
        whenIdle(facets, key, call, () => client.call('DeleteSnatRule', rule, call)),
      );
      return receipt('snat.removed', { key: plainKey(key), id }, answer);
    },
  };
}
