import { type DnatRule, type DnatSpec, dnatKey, type SnatRule, type SnatSpec } from '@polynat/core';
import { sourceKey } from './rule-keys.ts';

/** What has to happen to one table of rules. */
export interface TableDiff<T> {
  readonly add: readonly T[];
  readonly replace: readonly { readonly id: string; readonly rule: T; readonly before: T }[];
  readonly remove: readonly { readonly id: string; readonly before: T }[];
}

export const diffSnat = (current: readonly SnatRule[], desired: readonly SnatSpec[]): TableDiff<SnatSpec> =>
  diffTable(current, desired, ({ source }) => sourceKey(source), snatMeaning);

export const diffDnat = (current: readonly DnatRule[], desired: readonly DnatSpec[]): TableDiff<DnatSpec> =>
  diffTable(current, desired, dnatKey, dnatMeaning);

/** Rules with the same key are the same rule; one whose meaning differs is replaced. Linear in the number of rules. */
function diffTable<T extends object, R extends T & { readonly id: string }>(
  current: readonly R[],
  desired: readonly T[],
  keyOf: (rule: T) => string,
  meaningOf: (rule: T) => T,
): TableDiff<T> {
  const known = new Map(current.map((rule) => [keyOf(rule), rule]));
  const wanted = new Set(desired.map(keyOf));
  const pairs = desired.map((rule) => ({ rule, before: known.get(keyOf(rule)) }));
  return {
    add: pairs.flatMap(({ rule, before }) => (before ? [] : [rule])),
    replace: pairs.flatMap(({ rule, before }) =>
      before && differs(meaningOf(before), meaningOf(rule))
        ? [{ id: before.id, rule, before: meaningOf(before) }]
        : [],
    ),
    remove: current
      .filter((rule) => !wanted.has(keyOf(rule)))
      .map((rule) => ({ id: rule.id, before: meaningOf(rule) })),
  };
}

const differs = (left: object, right: object): boolean => JSON.stringify(left) !== JSON.stringify(right);

const snatMeaning = ({ name, source, through }: SnatSpec): SnatSpec => ({
  ...(name && { name }),
  source,
  ...(through && { through: [...through].sort() }),
});

const dnatMeaning = ({ name, protocol, public: outside, private: inside }: DnatSpec): DnatSpec => ({
  ...(name && { name }),
  protocol,
  public: { address: outside.address, ports: outside.ports },
  private: { address: inside.address, ports: inside.ports },
});
