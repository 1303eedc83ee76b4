import type { Size, Tier } from '@polynat/core';

type Spec = 'Small' | 'Middle' | 'Large' | 'XLarge.1';

const specs: Readonly<Record<Tier, Spec>> = {
  small: 'Small',
  medium: 'Middle',
  large: 'Large',
  xlarge: 'XLarge.1',
};

export const encodeTier = (tier: Tier): Spec => specs[tier];

const tiersBySpec: Readonly<Record<string, Tier>> = {
  Small: 'small',
  Middle: 'medium',
  Large: 'large',
  'XLarge.1': 'xlarge',
};

/** A gateway paid by usage has no size, although listings may show one. */
export function decodeSize({
  Spec,
  InternetChargeType,
}: {
  readonly Spec?: string;
  readonly InternetChargeType?: string;
}): Size {
  const tier = tiersBySpec[Spec ?? ''];
  return InternetChargeType === 'PayByLcu' || tier === undefined ? { metered: true } : { tier };
}
