import { NatError } from '../errors.ts';
import { type AddressOffers, type Metering, meterings } from '../model/address.ts';
import { invalidArgument } from './order.ts';

interface Asked {
  readonly meteredBy?: Metering;
  readonly bandwidthMbps?: number;
}

/** Refuses what the cloud does not sell; without `meteredBy`, any of its ways of paying may fit. */
export function checkSold(
  { meteredBy, bandwidthMbps }: Asked,
  offers: AddressOffers,
  { cloud, what }: { readonly cloud: string; readonly what: string },
): void {
  const ways = meterings.filter((way) => offers[way] !== undefined);
  if (meteredBy !== undefined && !ways.includes(meteredBy)) {
    throw new NatError('unsupported', `${cloud} sells no ${what} metered by ${meteredBy}`, {
      field: 'meteredBy',
      remedy: ['leave it out', ...ways.map((way) => `set it to ${way}`)].join(', or '),
    });
  }
  const considered = meteredBy === undefined ? ways : [meteredBy];
  if (bandwidthMbps === undefined || considered.length === 0) return;
  const ranges = considered.map((way) => offers[way]).filter((offer) => typeof offer === 'object');
  if (ranges.some(({ from, to }) => from <= bandwidthMbps && bandwidthMbps <= to)) return;
  if (ranges.length === 0)
    invalidArgument('bandwidthMbps', `has no meaning on ${cloud} when metered by ${meteredBy}; leave it out`);
  const sold = [...new Set(ranges.map(({ from, to }) => `${from} to ${to}`))].join(' or ');
  invalidArgument('bandwidthMbps', `must be ${sold} on ${cloud}`);
}
