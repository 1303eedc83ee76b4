import type { Fact, NameRule } from '@polynat/core';
import { type Gap, lossy } from '../gap.ts';

/**
 * The nearest name a cloud takes: accents go, foreign characters become `-` or `_`, and it is cut until it fits. `undefined` when
 * nothing of it can be kept.
 */
export function fitName(name: string, { pattern }: NameRule): string | undefined {
  if (pattern.test(name)) return name;
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  return [plain, plain.toLowerCase()]
    .flatMap((spelling) => fillers.flatMap((filler) => candidates(spelling, filler)))
    .find((candidate) => pattern.test(candidate));
}

const fillers = ['-', '_', ''];

/** From the longest to the shortest; with a word in front where a name may not begin as this one does. */
function candidates(name: string, filler: string): readonly string[] {
  const joined = name.replace(/[^A-Za-z0-9]+/g, filler);
  const body = joined.replace(/^[^A-Za-z]+/, '');
  const cuts = Array.from({ length: body.length }, (_, cut) => body.slice(0, body.length - cut));
  return [...cuts, ...cuts.map((cut) => `nat${filler}${cut}`)];
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
