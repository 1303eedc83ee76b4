/** What kind of thing cannot be carried over as it is. */
export const gapKinds = [
  'dnat',
  'dnat-protocol',
  'dnat-ports',
  'dnat-overlap',
  'snat-source',
  'snat-through',
  'snat-overlap',
  'rule-count',
  'rule-name',
  'addresses',
  'address-metering',
  'address-bandwidth',
  'address-pools',
  'shared-bandwidth',
  'bandwidth-package',
  'size',
  'gateway-bandwidth',
  'metering',
  'prepaid',
  'name',
  'description',
  'tags',
  'protection',
  'provider-settings',
  'network',
  'gateway-count',
  'quota',
] as const;

export type GapKind = (typeof gapKinds)[number];

/**
 * Gaps a person can accept by their kind: what they are about is then left out or narrowed; for the two counts, a quota is known to
 * be higher than usual; for the network, it is known to reach further; for metering, the default of the target is taken. Everything else needs a decision first.
 */
export const acceptableKinds = [
  'dnat',
  'dnat-protocol',
  'dnat-ports',
  'snat-source',
  'snat-through',
  'address-metering',
  'rule-count',
  'gateway-count',
  'network',
] as const satisfies readonly GapKind[];

export type AcceptableKind = (typeof acceptableKinds)[number];

/** Something of the source that the target will not have. Nothing is dropped without one. */
export interface Gap {
  readonly kind: GapKind;
  /** `blocking`: the plan cannot run until this is decided. `lossy`: it can, and this is lost. */
  readonly severity: 'blocking' | 'lossy';
  /** It would block the plan, and the mapping accepts it. */
  readonly accepted?: true;
  /** Path in the document, such as `dnat.3`. */
  readonly where: string;
  /** What it is, in words. */
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** Why something is a gap, and what to do about it. */
export type Reason = Pick<Gap, 'why' | 'remedy'>;

/** Something that keeps the plan from running. */
export const blocking = (kind: GapKind, where: string, what: string, { why, remedy }: Reason): Gap => ({
  kind,
  severity: 'blocking',
  where,
  what,
  why,
  remedy,
});

/** Something that is lost, and the plan runs all the same. */
export const lossy = (kind: GapKind, where: string, what: string, reason: Reason): Gap => ({
  ...blocking(kind, where, what, reason),
  severity: 'lossy',
});

/** What a part of the translation yields. */
export interface Translated<T> {
  readonly value: T;
  readonly gaps: readonly Gap[];
}

/** Several parts as one. */
export const together = <T>(parts: readonly Translated<readonly T[]>[]): Translated<readonly T[]> => ({
  value: parts.flatMap(({ value }) => value),
  gaps: parts.flatMap(({ gaps }) => gaps),
});

/** Losses accepted by their kind no longer block. */
export function accept(gaps: readonly Gap[], accepted: readonly AcceptableKind[] = []): readonly Gap[] {
  const kinds: readonly GapKind[] = accepted;
  return gaps.map((gap) =>
    gap.severity === 'blocking' && kinds.includes(gap.kind)
      ? { ...gap, severity: 'lossy', accepted: true }
      : gap,
  );
}

export const blocks = (gaps: readonly Gap[]): boolean => gaps.some(({ severity }) => severity === 'blocking');
