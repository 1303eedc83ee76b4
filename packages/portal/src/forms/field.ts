/** Why a cloud does not take a value, and what to do instead. */
export interface Unsupported {
  readonly reason: string;
  readonly remedy: string;
}

export interface Option {
  readonly value: string;
  readonly label?: string;
}

interface Common {
  /** Where it lies in the input, such as `rule.source.cidr`. */
  readonly path: string;
  readonly required: boolean;
  readonly unsupported?: Unsupported;
}

/** One place of a form. What a person enters is kept by its path; the input of the write is made from all of it. */
export type Field =
  | (Common & { readonly kind: 'text' | 'ports' | 'pairs' | 'flag' })
  /** Nobody is asked: there is one value. */
  | (Common & { readonly kind: 'constant'; readonly value: unknown })
  | (Common & { readonly kind: 'number'; readonly from?: number; readonly to?: number })
  /** One of some; `asJson` where the values are no texts. */
  | (Common & { readonly kind: 'choice'; readonly options: readonly Option[]; readonly asJson?: true })
  /** Texts, one a line, or some of those that there are. */
  | (Common & { readonly kind: 'lines'; readonly options?: readonly Option[] })
  | (Common & { readonly kind: 'group'; readonly fields: readonly Field[] })
  | (Common & { readonly kind: 'list'; readonly item: (index: number) => Field })
  | (Common & { readonly kind: 'variants'; readonly variants: readonly Variant[] });

/** A branch of a union: a constant, or fields of its own. */
export interface Variant {
  readonly key: string;
  readonly unsupported?: Unsupported;
  readonly constant?: unknown;
  readonly field?: Field;
}
