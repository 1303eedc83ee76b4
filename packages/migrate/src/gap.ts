/** What kind of thing cannot be carried over; also the word with which a mapping accepts the loss. */
export const gapKinds = [
  'dnat',
  'dnat-protocol',
  'dnat-ports',
  'snat-source',
  'snat-through',
  'rule-count',
  'rule-name',
  'addresses',
  'address-pools',
  'shared-bandwidth',
  'bandwidth-package',
  'size',
  'metering',
  'prepaid',
  'name',
  'description',
  'tags',
  'protection',
  'network',
] as const;

export type GapKind = (typeof gapKinds)[number];

/** Something of the source that the target will not have. Nothing is dropped without one. */
export interface Gap {
  readonly kind: GapKind;
  /** `blocking`: the plan cannot run until this is decided. `lossy`: it can, and this is lost. */
  readonly severity: 'blocking' | 'lossy';
  /** Path in the document, such as `dnat.3`. */
  readonly where: string;
  /** What it is, in words. */
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** What a part of the translation yields. */
export interface Translated<T> {
  readonly value: T;
  readonly gaps: readonly Gap[];
}

/** Losses the mapping has accepted by name no longer block. */
export function accept(gaps: readonly Gap[], accepted: readonly GapKind[] = []): readonly Gap[] {
  return gaps.map((gap) => (accepted.includes(gap.kind) ? { ...gap, severity: 'lossy' } : gap));
}

export const blocks = (gaps: readonly Gap[]): boolean => gaps.some(({ severity }) => severity === 'blocking');
