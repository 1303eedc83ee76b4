import { type AddressOffers, type AddressSpec, type BandwidthRange, meterings } from '@polynat/core';
import type { DocumentedAddress } from '../document.ts';
import { blocking, type Gap, lossy, type Translated } from '../gap.ts';
import type { AllocationChoice } from '../mapping.ts';
import type { Target } from './target.ts';

type Allocation = Pick<AddressSpec, 'meteredBy' | 'bandwidthMbps'>;

/** A new public IP, paid and as fast as the one it replaces, unless the mapping decides otherwise. Nothing of it is guessed. */
export function translateAllocation(
  address: DocumentedAddress,
  where: string,
  choice: AllocationChoice,
  target: Target,
): Translated<Allocation> {
  const offers = offersOf(target);
  const meteredBy = choice.meteredBy ?? address.meteredBy;
  const bandwidthMbps = choice.bandwidthMbps ?? address.bandwidthMbps;
  const wanted = { ...address, meteredBy, bandwidthMbps };
  if (meteredBy === undefined || offers[meteredBy] === undefined) {
    const { value, gaps } = translateBandwidth(wanted, where, narrowest(offers), target);
    return { value, gaps: [meteringGap(wanted, where, target), ...gaps] };
  }
  const { value, gaps } = translateBandwidth(wanted, where, offers[meteredBy], target);
  return { value: { ...value, meteredBy }, gaps };
}

/** What the cloud sells and its gateways take. */
export function offersOf(target: Target): AddressOffers {
  const fact = target.capabilities.features['addresses.allocate'];
  if (!fact.supported) return {};
  return Object.fromEntries(Object.entries(fact.meteredBy).filter(([way]) => takesMetering(way, target)));
}

/** Whether gateways take a public IP that is metered so; what is not told cannot be known to be refused. */
export function takesMetering(way: string | undefined, { capabilities }: Target): boolean {
  const fact = capabilities.features['addresses.attach'];
  const taken: readonly string[] | undefined = fact.supported ? fact.meteredBy : undefined;
  return way === undefined || taken === undefined || taken.includes(way);
}

/** The bandwidths that are sold whichever way the cloud chooses to meter. */
function narrowest(offers: AddressOffers): BandwidthRange | undefined {
  const ranges = Object.values(offers).filter((offer) => typeof offer === 'object');
  if (ranges.length === 0) return undefined;
  return {
    from: Math.max(...ranges.map(({ from }) => from)),
    to: Math.min(...ranges.map(({ to }) => to)),
  };
}

/** What is wanted of a new address, where it is known. */
interface Wanted {
  readonly ip: string;
  readonly meteredBy: DocumentedAddress['meteredBy'] | undefined;
  readonly bandwidthMbps: number | undefined;
}

function translateBandwidth(
  wanted: Wanted,
  where: string,
  offer: BandwidthRange | 'unlimited' | undefined,
  { alias }: Target,
): Translated<Allocation> {
  const { bandwidthMbps, meteredBy } = wanted;
  if (typeof offer !== 'object')
    return { value: {}, gaps: bandwidthMbps === undefined ? [] : [limitGap(wanted, where, alias)] };
  if (bandwidthMbps === undefined && meteredBy === 'bandwidth')
    return { value: {}, gaps: [unknownGap(wanted, where, soldBy(alias, offer))] };
  const fitted = Math.min(Math.max(bandwidthMbps ?? offer.to, offer.from), offer.to);
  return {
    value: { bandwidthMbps: fitted },
    gaps: fitted === bandwidthMbps ? [] : [fittedGap(wanted, fitted, where, soldBy(alias, offer))],
  };
}

const soldBy = (alias: string, { from, to }: BandwidthRange): string =>
  `${alias} sells ${from} to ${to} Mbit/s`;

const bandwidthOf = (ip: string): string => `the bandwidth of ${ip}`;

function limitGap({ ip, meteredBy, bandwidthMbps }: Wanted, where: string, alias: string): Gap {
  const why = `${alias} cannot limit a new public IP${by(meteredBy)} to ${bandwidthMbps} Mbit/s`;
  const remedy =
    meteredBy === 'traffic'
      ? `${choose(ip, `meteredBy: bandwidth, bandwidthMbps: ${bandwidthMbps}`)} to keep a limit`
      : 'no action needed if intended';
  return lossy('address-bandwidth', where, bandwidthOf(ip), { why, remedy });
}

function unknownGap({ ip }: Wanted, where: string, sold: string): Gap {
  const why = `it is billed, and the document does not tell it; ${sold}`;
  const remedy = choose(ip, 'meteredBy: bandwidth, bandwidthMbps: <Mbit/s>');
  return blocking('address-bandwidth', where, bandwidthOf(ip), { why, remedy });
}

function fittedGap(
  { ip, meteredBy, bandwidthMbps }: Wanted,
  fitted: number,
  where: string,
  sold: string,
): Gap {
  const before = bandwidthMbps === undefined ? 'the source tells no limit' : `it is ${bandwidthMbps} Mbit/s`;
  const why = `${before}, and ${sold}${by(meteredBy)}`;
  const remedy = `the new one has ${fitted} Mbit/s; ${choose(ip, 'bandwidthMbps: <Mbit/s>')} for another`;
  return lossy('address-bandwidth', where, bandwidthOf(ip), { why, remedy });
}

const by = (meteredBy: Wanted['meteredBy']): string =>
  meteredBy === undefined ? '' : ` metered by ${meteredBy}`;

function meteringGap({ ip, meteredBy }: Wanted, where: string, target: Target): Gap {
  const { alias } = target;
  const ways = meterings.filter((way) => offersOf(target)[way] !== undefined);
  const orders = ways.map((way) => choose(ip, `meteredBy: ${way}`)).join(', or ');
  const byDefault = `${orders && 'or '}take the default of ${alias}: \`accept: [address-metering]\``;
  const silent = `the document does not tell whether ${ip} is metered by traffic or by bandwidth`;
  const unsold = `${alias} has no public IP metered by ${meteredBy} for a gateway`;
  return blocking('address-metering', where, `the metering of ${ip}`, {
    why: meteredBy === undefined ? silent : unsold,
    remedy: [orders, byDefault].filter(Boolean).join(', '),
  });
}

const choose = (ip: string, order: string): string =>
  `set \`addresses: { "${ip}": { allocate: { ${order} } } }\``;
