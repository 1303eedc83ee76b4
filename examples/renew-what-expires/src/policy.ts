import type { RenewalPolicy } from '@polynat/fleet';

/** Which gateways are renewed, and for how long. The ceiling limits what a mistake can cost. */
export const policy: RenewalPolicy = {
  expiresWithin: '30d',
  for: '1m',
  ceilings: { purchases: 20 },
};
