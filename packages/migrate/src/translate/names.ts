import type { Fact, NameRule } from '@polynat/core';
import { type Gap, lossy } from '../gap.ts';

/**
 * The nearest name a cloud takes: accents go, foreign characters become `-` or `_`, and it is cut until it fits. `undefined` when
 * nothing of it can be kept.
 */
export function fitName(name: string, { pattern }: NameRule): string | undefined {
  if (pattern.test(name)) return name;
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  const spellings = fillers.map((filler) => plain.replace(/[^A-Za-z0-9]+/g, filler));
  const bodies = [...spellings, ...spellings.map((one) => one.toLowerCase())].map((one) =>
    one.replace(/^[^A-Za-z]+/, ''),
  );
  return longestCut(bodies, '', pattern) ?? longestCut(bodies, 'nat', pattern);
}

const fillers = ['-', '_', ''];

/** Of all beginnings of the names that fit, the longest; of several, the first. */
function longestCut(names: readonly string[], front: string, pattern: RegExp): string | undefined {
  const cuts = names.map((name) =>
    Array.from({ length: name.length }, (_, cut) => front + name.slice(0, name.length - cut)).find((one) =>
      pattern.test(one),
    ),
  );
  return cuts.reduce((best, cut) => ((cut?.length ?? 0) > (best?.length ?? 0) ? cut : best), undefined);
}

export interface RuleName {
  /** The name for one of so many rules that a rule has become. */
  readonly of: (part: number, parts: number) => { readonly name?: string };
  readonly gaps: readonly Gap[];
}

/** The name of a rule in the target's terms; rules on clouds that ask for one are named after their place in the document. */
export function ruleName(
  name: string | undefined,
  where: string,
  alias: string,
  fact: Fact<'snat.names'> | Fact<'dnat.names'>,
): RuleName {
  const required = fact.supported && 'required' in fact && fact.required;
  const plain = name ?? (required ? where.replace('.', '-') : undefined);
  if (plain === undefined) return { of: () => ({}), gaps: [] };
  if (!fact.supported) {
    const reason = { why: `${alias}: ${fact.reason}`, remedy: fact.remedy };
    return { of: () => ({}), gaps: [lost(plain, where, reason)] };
  }
  const fitted = fitName(plain, fact.names);
  const of = (part: number, parts: number) => {
    const numbered = parts > 1 ? fitName(`${fitted}-${part + 1}`, fact.names) : fitted;
    return numbered === undefined ? {} : { name: numbered };
  };
  if (fitted === plain) return { of, gaps: [] };
  const remedy = fitted === undefined ? 'it is left out' : `it becomes "${fitted}"`;
  return { of, gaps: [lost(plain, where, { why: `${alias}: it must ${fact.names.words}`, remedy })] };
}

const lost = (name: string, where: string, reason: Pick<Gap, 'why' | 'remedy'>): Gap =>
  lossy('rule-name', `${where}.name`, `the name "${name}"`, reason);
