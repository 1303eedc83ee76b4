import { createSnatRules, deleteSnatRule, type SnatDraft, updateSnatRule } from '../../world/baidu/snat.ts';
import { findGateway } from '../../world/baidu/world.ts';
import { readBody, snatBatchBody, snatChangeBody, snatRuleBody } from './bodies.ts';
import { type Call, idOf, pagingOf } from './call.ts';
import { pageView, snatRuleView } from './views.ts';

interface SnatFields {
  readonly ruleName?: string | undefined;
  readonly publicIpsAddress: readonly string[];
  readonly sourceCIDR: string;
}

function draftOf({ ruleName, publicIpsAddress, sourceCIDR }: SnatFields): SnatDraft {
  return { name: ruleName ?? '', addresses: publicIpsAddress, source: sourceCIDR };
}

export function create(call: Call): unknown {
  const draft = draftOf(readBody(snatRuleBody, call.body));
  const [ruleId] = createSnatRules(call.world, call.scope, idOf(call, 'natId'), [draft]);
  return { ruleId };
}

/** Unlike its DNAT twin this call names the gateway in the body. */
export function createBatch(call: Call): unknown {
  const { natId, snatRules } = readBody(snatBatchBody, call.body);
  return { snatRuleIds: createSnatRules(call.world, call.scope, natId, snatRules.map(draftOf)) };
}

export function list(call: Call): unknown {
  const paging = pagingOf(call);
  const { snatRules } = findGateway(call.world, call.scope, idOf(call, 'natId'));
  const page = snatRules.page(paging.marker, paging.maxKeys);
  return pageView('rules', page, paging, ({ id }) => id, snatRuleView);
}

export function update(call: Call): void {
  const { ruleName, publicIpsAddress, sourceCIDR } = readBody(snatChangeBody, call.body);
  updateSnatRule(call.world, call.scope, idOf(call, 'natId'), idOf(call, 'ruleId'), {
    ...(ruleName === undefined ? {} : { name: ruleName }),
    ...(publicIpsAddress === undefined ? {} : { addresses: publicIpsAddress }),
    ...(sourceCIDR === undefined ? {} : { source: sourceCIDR }),
  });
}

export function remove(call: Call): void {
  deleteSnatRule(call.world, call.scope, idOf(call, 'natId'), idOf(call, 'ruleId'));
}
