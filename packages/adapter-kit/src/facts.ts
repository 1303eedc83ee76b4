import type { Feature, Unsupported } from '@polynat/core';

/** What a cloud does not have, from which document that is known, why, and what to do instead. */
export const lack = (source: string, reason: string, remedy: string): Unsupported => ({
  supported: false,
  reason,
  remedy,
  source,
});

/** Says the same of several features that a cloud does not have. `source` is the document that the fact comes from. */
export const lacking = <F extends Feature>(
  features: readonly F[],
  { reason, remedy, source }: Omit<Unsupported, 'supported'>,
): Readonly<Record<F, Unsupported>> => {
  const fact = lack(source, reason, remedy);
  return Object.fromEntries(features.map((feature) => [feature, fact])) as Record<F, Unsupported>;
};
