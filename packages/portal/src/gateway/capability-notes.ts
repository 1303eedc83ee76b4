import type { Capabilities } from '../api/types.ts';

export interface CapabilityNote {
  readonly feature: string;
  readonly reason: string;
  readonly remedy: string;
}

/** Everything that a cloud cannot do, in the order of the names. */
export const cannotDo = ({ features }: Capabilities): readonly CapabilityNote[] =>
  Object.entries(features)
    .flatMap(([feature, fact]) =>
      fact.supported ? [] : [{ feature, reason: fact.reason, remedy: fact.remedy }],
    )
    .sort((left, right) => (left.feature < right.feature ? -1 : 1));
