import { type Claim, overlappingPairs } from '../claims.ts';

/** What of a table the places of its rules depend on. */
export interface RuleMatcher<T, R> {
  readonly claimsOf: (by: number, rule: T | R) => readonly Claim<number>[];
  /** Whether the cloud changes a rule in place. */
  readonly inPlace: boolean;
  /** Whether a rule has to go before anything else can happen. */
  readonly mustGo: (rule: R) => boolean;
}

/** What becomes of new and old rules. */
export interface RuleChanges<T, R> {
  readonly clear: readonly R[];
  readonly replace: readonly { readonly rule: T; readonly before: R }[];
  readonly add: readonly T[];
  readonly remove: readonly R[];
}

/** New and old rules that claim the same: one new rule becomes the old one in place; further old ones have to go first. */
export function matchRules<T, R extends T>(
  fresh: readonly T[],
  leaving: readonly R[],
  table: RuleMatcher<T, R>,
): RuleChanges<T, R> {
  const rivals = rivalsOf(fresh, leaving, table);
  const clear = new Set<R>(leaving.filter(table.mustGo));
  const replaced = new Map<R, T>();
  const add: T[] = [];
  for (const [index, rule] of fresh.entries()) {
    const met = rivals.get(index) ?? [];
    const free = met.filter((rival) => !clear.has(rival) && !replaced.has(rival));
    const [first, ...others] = free;
    // Were an old rule already to become another new one, the order of the two changes would matter.
    const inPlace = table.inPlace && first !== undefined && !met.some((rival) => replaced.has(rival));
    for (const rival of inPlace ? others : free) clear.add(rival);
    if (inPlace) replaced.set(first, rule);
    else add.push(rule);
  }
  return {
    clear: [...clear],
    replace: [...replaced].map(([before, rule]) => ({ before, rule })),
    add,
    remove: leaving.filter((rule) => !clear.has(rule) && !replaced.has(rule)),
  };
}

/** For each new rule, by its place, the old ones that claim something it claims. */
function rivalsOf<T, R extends T>(
  fresh: readonly T[],
  leaving: readonly R[],
  { claimsOf }: RuleMatcher<T, R>,
) {
  const all = [...fresh, ...leaving];
  const rivals = new Map<number, R[]>();
  for (const [{ by: one }, { by: other }] of overlappingPairs(
    all.flatMap((rule, by) => claimsOf(by, rule)),
  )) {
    const [index, rival] = [Math.min(one, other), leaving[Math.max(one, other) - fresh.length]];
    if (index >= fresh.length || !rival) continue;
    const known = rivals.get(index) ?? [];
    if (!known.includes(rival)) rivals.set(index, [...known, rival]);
  }
  return rivals;
}
