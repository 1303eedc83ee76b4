import type { Fact, Feature, Supported } from '@polynat/core';
import type { DriverContext } from './driver-context.ts';

/** The limits of a feature as the cloud enforces them; `undefined` where it lacks the feature. */
export function limitOf<F extends Feature>(
  { capabilities }: DriverContext,
  feature: F,
): Supported<F> | undefined {
  const fact: Fact<F> = capabilities.features[feature];
  return fact.supported ? fact : undefined;
}
