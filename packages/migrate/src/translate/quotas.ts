import { blocking, type Gap } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import { type Needs, shortages } from '../preflight.ts';
import type { Target } from './target.ts';

/** What the cloud itself says that the account cannot have now. */
export function quotaGaps(needs: Needs, { network }: Mapping, target: Target): readonly Gap[] {
  const { availability = {}, gateways = [], subnets } = target;
  const zone = subnets.find(({ id }) => id === network.subnet)?.zone;
  const around = { gateways: gateways.length, ...(zone !== undefined && { zone }) };
  return shortages(needs, around, availability).map(({ what, ...reason }) =>
    blocking('quota', 'gateway', `${what} on ${target.alias}`, reason),
  );
}
