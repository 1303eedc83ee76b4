import { describeSource, NatError, type SnatRule, type SnatSource, type SnatSpec } from '@polynat/core';
import type { SnatRuleModel } from '../operations/snat.ts';
import { decodeRuleState } from './state.ts';

export interface EncodedSnat {
  readonly ruleName: string;
  readonly publicIpsAddress: string[];
  readonly sourceCIDR: string;
}

/** Baidu wants a name for every rule; one that has none is named after its source. */
export function encodeSnat({ name, source, through = [] }: SnatSpec): EncodedSnat {
  const block = blockOf(source);
  return { ruleName: name ?? `snat-${block}`, publicIpsAddress: [...through], sourceCIDR: block };
}

/** Never guesses: a source of another kind, which the facts declare unsupported, must not become a wider block. */
function blockOf(source: SnatSource): string {
  if ('cidr' in source && source.cidr !== undefined) return source.cidr;
  throw new NatError('unsupported', `SNAT on Baidu takes a block, not ${describeSource(source)}`, {
    field: 'source',
    remedy: 'give { cidr }: a block, or one address as a /32',
  });
}

export function decodeSnat(rule: SnatRuleModel): SnatRule {
  return {
    id: rule.ruleId,
    ...(rule.ruleName && { name: rule.ruleName }),
    source: { cidr: asBlock(rule.sourceCIDR ?? '') },
    through: rule.publicIpsAddress,
    state: decodeRuleState(rule.status),
    providerState: rule.status ?? '',
    native: rule,
  };
}

/** A single address may come without its prefix. */
const asBlock = (text: string): string => (text === '' || text.includes('/') ? text : `${text}/32`);

type Essence = Pick<SnatSpec, 'source' | 'through'>;

export const sameSource = (left: Pick<SnatSpec, 'source'>, right: Pick<SnatSpec, 'source'>): boolean =>
  describeSource(left.source) === describeSource(right.source);

/** Whether two rules let the same block leave through the same addresses, in whatever order those are told. */
export function sameSnat(left: Essence, right: Essence): boolean {
  const through = (rule: Essence) => [...(rule.through ?? [])].sort().join();
  return sameSource(left, right) && through(left) === through(right);
}
