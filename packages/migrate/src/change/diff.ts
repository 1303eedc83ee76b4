import { type DnatRule, type DnatSpec, dnatKey, type SnatRule, type SnatSpec } from '@polynat/core';
import { portClaims, sourceClaims } from '../claims.ts';
import type { DocumentedNetwork } from '../document.ts';
import { sameDestination, samePublicIps, sourceKey } from '../rule-keys.ts';
import { matchRules, type RuleMatcher } from './match-rules.ts';

interface Removal<T> {
  readonly id: string;
  readonly before: T;
}

interface Replacement<T> extends Removal<T> {
  readonly rule: T;
}

/** What has to happen to one table of rules, in this order. */
export interface TableDiff<T> {
  /** In the way of what is to come. */
  readonly clear: readonly Removal<T>[];
  readonly replace: readonly Replacement<T>[];
  readonly add: readonly T[];
  readonly remove: readonly Removal<T>[];
}

/** How rules of one table are told apart and compared. */
interface Table<T, R> extends RuleMatcher<T, R> {
  /** Whether a rule that changes in place stays what it is told apart by. */
  readonly keepsKey: boolean;
  readonly current: readonly R[];
  readonly desired: readonly T[];
  readonly keyOf: (rule: T | R) => string;
  readonly alike: (existing: R, wanted: T) => boolean;
  /** The rule as it would be added again. */
  readonly specOf: (rule: R) => T;
}

export interface SnatTables {
  readonly current: readonly SnatRule[];
  readonly desired: readonly SnatSpec[];
  readonly network: Partial<DocumentedNetwork>;
  readonly inPlace: boolean;
  /** Whether a rule that changes in place keeps its source. */
  readonly keepsSource: boolean;
  /** Whether rules choose their addresses. */
  readonly chooses: boolean;
  /** Addresses that leave before others come. */
  readonly freed: ReadonlySet<string>;
}

export const diffSnat = ({
  current,
  desired,
  network,
  inPlace,
  keepsSource,
  chooses,
  freed,
}: SnatTables): TableDiff<SnatSpec> =>
  diffTable<SnatSpec, SnatRule>({
    current,
    desired,
    keyOf: ({ source }) => sourceKey(source),
    alike: (existing, wanted) =>
      sameName(existing, wanted) && samePublicIps(existing, wanted) && sameAffinity(existing, wanted),
    claimsOf: (by, { source }) => sourceClaims(by, source, network),
    specOf: ({ name, source, through, affinity }) => ({
      ...(name && { name }),
      source,
      ...(chooses && { through }),
      ...(affinity && { affinity }),
    }),
    inPlace,
    keepsKey: keepsSource,
    mustGo: ({ through }) => chooses && through.some((ip) => freed.has(ip)),
  });

export interface DnatTables {
  readonly current: readonly DnatRule[];
  readonly desired: readonly DnatSpec[];
  readonly inPlace: boolean;
  readonly freed: ReadonlySet<string>;
  /** Whether ports of an address have to be taken from SNAT, should a rule on it be added again. */
  readonly breaksPorts: (ip: string) => boolean;
}

export const diffDnat = ({
  current,
  desired,
  inPlace,
  freed,
  breaksPorts,
}: DnatTables): TableDiff<DnatSpec> =>
  diffTable<DnatSpec, DnatRule>({
    current,
    desired,
    keyOf: dnatKey,
    alike: (existing, wanted) => sameName(existing, wanted) && sameDestination(existing, wanted),
    claimsOf: portClaims,
    specOf: ({ name, protocol, public: outside, private: inside }) => ({
      ...(name && { name }),
      protocol,
      public: outside,
      private: inside,
      ...(protocol !== 'any' && breaksPorts(outside.address) && { portBreak: true }),
    }),
    inPlace,
    keepsKey: false,
    mustGo: (rule) => freed.has(rule.public.address),
  });

/** A rule that the document does not set may have it either way; one that does not tell is taken at its word. */
const sameAffinity = ({ affinity }: SnatRule, wanted: SnatSpec): boolean =>
  wanted.affinity === undefined || affinity === undefined || affinity === wanted.affinity;

/** A rule the document gives no name may have any. */
const sameName = (existing: { readonly name?: string }, { name }: { readonly name?: string }): boolean =>
  name === undefined || existing.name === name;

/**
 * Rules with the same key are the same rule; one that does something else is replaced. A new rule takes the place of an old one
 * that claims the same ports or addresses. Linear in the number of rules, but for the sorting.
 */
function diffTable<T extends object, R extends T & { readonly id: string }>(
  table: Table<T, R>,
): TableDiff<T> {
  const { current, desired, keyOf, alike, specOf, inPlace, keepsKey, mustGo } = table;
  const existing = new Map(current.map((rule) => [keyOf(rule), rule]));
  const wanted = new Set(desired.map(keyOf));
  const removal = (rule: R): Removal<T> => ({ id: rule.id, before: specOf(rule) });
  const leaving = current.filter((rule) => !wanted.has(keyOf(rule)));
  const changed = desired.flatMap((rule) => {
    const before = existing.get(keyOf(rule));
    return before && (!alike(before, rule) || mustGo(before)) ? [{ rule, before }] : [];
  });
  const stays = ({ before }: { readonly before: R }) => inPlace && !mustGo(before);
  const kept = changed.filter(stays);
  const remade = changed.filter((one) => !stays(one));
  const fresh = desired.filter((rule) => !existing.has(keyOf(rule)));
  const places = matchRules(fresh, leaving, { ...table, inPlace: inPlace && !keepsKey });
  return {
    clear: [...remade.map(({ before }) => removal(before)), ...places.clear.map(removal)],
    replace: [...kept, ...places.replace].map(({ rule, before }) => ({ ...removal(before), rule })),
    add: [...remade.map(({ rule }) => rule), ...places.add],
    remove: places.remove.map(removal),
  };
}
