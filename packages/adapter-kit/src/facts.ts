import type { Feature, Unsupported } from '@polynat/core';

/** Says the same of several features that a cloud does not have. `source` is the document that the fact comes from. */
export const lacking = <F extends Feature>(
  features: readonly F[],
  { reason, remedy, source }: Omit<Unsupported, 'supported'>,
): Readonly<Record<F, Unsupported>> => {
  const fact: Unsupported = { supported: false, reason, remedy, source };
  return Object.fromEntries(features.map((feature) => [feature, fact])) as Record<F, Unsupported>;
};
