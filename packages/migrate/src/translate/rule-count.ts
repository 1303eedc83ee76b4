import { blocking, type Gap } from '../gap.ts';
import type { Target } from './target.ts';

/** More rules than a gateway usually holds. Quotas are raised on request, so this can be accepted; where the cloud tells its own, that decides. */
export function countGap(
  table: 'snat' | 'dnat',
  count: number,
  { alias, capabilities, availability }: Target,
): readonly Gap[] {
  if (availability?.[`${table}PerGateway`] !== undefined) return [];
  const fact = capabilities.features[`${table}.rules`];
  if (!fact.supported || fact.perGateway === undefined || count <= fact.perGateway) return [];
  const why = `a gateway on ${alias} takes ${fact.perGateway} unless the quota was raised`;
  const remedy =
    'merge rules in the document, split the gateway, or have the quota raised and set `accept: [rule-count]`';
  return [blocking('rule-count', table, `${count} ${table.toUpperCase()} rules`, { why, remedy })];
}
