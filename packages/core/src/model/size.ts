import * as z from 'zod';

export const tiers = ['small', 'medium', 'large', 'xlarge'] as const;
export type Tier = (typeof tiers)[number];

/** How big a gateway is, in the terms of its cloud. */
export type Size =
  | { readonly tier: Tier }
  | { readonly connections: number }
  | { readonly units: number }
  | { readonly metered: true };

export type SizeKind = 'tier' | 'connections' | 'units' | 'metered';

/** What a caller may ask for: a size, or the smallest one that carries so many concurrent connections. */
export type SizeRequest = Size | { readonly atLeast: { readonly connections: number } };

const count = z.lazy(() => z.number().int('must be a whole number').positive('must be positive'));

const sizes = [
  z.strictObject({ tier: z.enum(tiers, `must be one of ${tiers.join(', ')}`) }),
  z.strictObject({ connections: count }),
  z.strictObject({ units: count }),
  z.strictObject({ metered: z.literal(true) }),
] as const;

export const sizeSchema = z.lazy(() => z.union(sizes));

export const sizeRequestSchema = z.lazy(() =>
  z.union([...sizes, z.strictObject({ atLeast: z.strictObject({ connections: count }) })]),
);

/** One size a cloud sells, with what it is known to carry. */
export interface SizeOffer {
  readonly size: Size;
  /** The portable word for it, where the cloud itself sells by number. */
  readonly tier?: Tier;
  readonly connections?: number;
  /** Public addresses a gateway of this size can hold. */
  readonly addresses?: number;
  /**
   * Where a gateway of this size keeps an address for SNAT or for DNAT, never both: how many addresses with a bandwidth of their own
   * each of the two can have. More have to share one bandwidth.
   */
  readonly addressesPerPool?: number;
  /** What all its public addresses together send at most, unless somebody changes it. */
  readonly outboundMbps?: number;
  /** No longer sold to everybody: taken when asked for by name, or when nothing else carries enough. */
  readonly retired?: true;
}

/** Sizes sold by the unit. */
export interface UnitOffer {
  readonly from: number;
  readonly to: number;
  readonly connectionsPerUnit?: number;
  readonly addressesPerUnit?: number;
  readonly addressesAtMost?: number;
}

export interface SizeFacts {
  readonly offers: readonly SizeOffer[];
  readonly units?: UnitOffer;
  /** The document these figures came from. */
  readonly source: string;
}

/** The size to order for a request, or `undefined` when the cloud sells nothing that fits. */
export function chooseSize(request: SizeRequest, facts: SizeFacts): Size | undefined {
  if ('atLeast' in request) return smallestCarrying(request.atLeast.connections, facts);
  if ('units' in request) return unitsOffered(request.units, facts) ? request : undefined;
  return facts.offers.find((offer) => matches(offer, request))?.size;
}

/** How many public addresses a gateway of this size holds, where the size decides it. */
export function addressesOf(size: Size, { offers, units }: SizeFacts): number | undefined {
  if (!('units' in size)) return offers.find((offer) => sameSize(offer.size, size))?.addresses;
  if (units?.addressesPerUnit === undefined) return undefined;
  return Math.min(size.units * units.addressesPerUnit, units.addressesAtMost ?? Number.POSITIVE_INFINITY);
}

/** The concurrent connections a size is known to carry. */
export function connectionsOf(size: Size, { offers, units }: SizeFacts): number | undefined {
  if ('connections' in size) return size.connections;
  if ('units' in size) return units?.connectionsPerUnit && size.units * units.connectionsPerUnit;
  return offers.find((offer) => sameSize(offer.size, size))?.connections;
}

export function sameSize(left: Size, right: Size): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

export function kindOfSize(size: Size): SizeKind {
  if ('tier' in size) return 'tier';
  if ('connections' in size) return 'connections';
  return 'units' in size ? 'units' : 'metered';
}

export function describeSize(size: SizeRequest): string {
  if ('tier' in size) return size.tier;
  if ('connections' in size) return describeConnections(size.connections);
  if ('units' in size) return `${size.units} capacity unit${size.units === 1 ? '' : 's'}`;
  if ('metered' in size) return 'metered by usage';
  return `at least ${describeConnections(size.atLeast.connections)}`;
}

const describeConnections = (count: number): string => `${count.toLocaleString('en')} connections`;

/** Every size a cloud sells, in words a person can choose from. */
export function describeOffers({ offers, units }: SizeFacts): string {
  const words = offers.map((offer) => describeSize(offer.size));
  if (units) words.push(`${units.from} to ${units.to} capacity units`);
  return words.join(', ');
}

function matches(offer: SizeOffer, size: Size): boolean {
  return sameSize(offer.size, size) || ('tier' in size && offer.tier === size.tier);
}

const unitsOffered = (asked: number, { units }: SizeFacts): boolean =>
  units !== undefined && units.from <= asked && asked <= units.to;

function smallestCarrying(connections: number, facts: SizeFacts): Size | undefined {
  const fitting = [...facts.offers, ...unitOfferCarrying(connections, facts.units)]
    .filter((offer) => offer.connections !== undefined && offer.connections >= connections)
    .sort((left, right) => (left.connections ?? 0) - (right.connections ?? 0));
  return (fitting.find(({ retired }) => !retired) ?? fitting[0])?.size;
}

function unitOfferCarrying(connections: number, units: UnitOffer | undefined): readonly SizeOffer[] {
  if (units?.connectionsPerUnit === undefined) return [];
  const needed = Math.max(units.from, Math.ceil(connections / units.connectionsPerUnit));
  if (needed > units.to) return [];
  return [{ size: { units: needed }, connections: needed * units.connectionsPerUnit }];
}
