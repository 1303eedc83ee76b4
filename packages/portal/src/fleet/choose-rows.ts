import type { Gateway } from '../api/types.ts';
import { daysUntil } from '../shared/formats.ts';

export const columns = ['name', 'cloud', 'state', 'size', 'addresses', 'expires'] as const;
export type Column = (typeof columns)[number];

export interface FleetFilter {
  /** A part of the name, the ref, the VPC, a public IP or a tag. */
  readonly text: string;
  readonly cloud: string;
  readonly state: string;
  /** Days; 0 for all. */
  readonly expiresWithin: number;
}

export interface Order {
  readonly by: Column;
  readonly down: boolean;
}

export const everything: FleetFilter = { text: '', cloud: '', state: '', expiresWithin: 0 };

export const cloudOf = (ref: string): string => ref.split(':', 1).join('');

export const expiryOf = ({ billing }: Gateway): string | undefined =>
  billing.mode === 'prepaid' ? billing.expires : undefined;

/** The gateways that a filter means, in order. */
export function chooseRows(
  all: readonly Gateway[],
  { text, cloud, state, expiresWithin }: FleetFilter,
  { by, down }: Order,
  now: number,
): readonly Gateway[] {
  const word = text.trim().toLowerCase();
  const chosen = all.filter(
    (one) =>
      (cloud === '' || cloudOf(one.ref) === cloud) &&
      (state === '' || one.state === state) &&
      (expiresWithin === 0 || isExpiring(one, expiresWithin, now)) &&
      (word === '' || wordsOf(one).includes(word)),
  );
  const direction = down ? -1 : 1;
  const keys = new Map(chosen.map((one) => [one, keyOf[by](one)]));
  return chosen.sort((left, right) => direction * compare(keys.get(left) ?? '', keys.get(right) ?? ''));
}

function isExpiring(gateway: Gateway, days: number, now: number): boolean {
  const expires = expiryOf(gateway);
  return expires !== undefined && daysUntil(expires, now) <= days;
}

const wordsOf = ({ name, ref, placement, addresses, tags }: Gateway): string =>
  [
    name,
    ref,
    placement.vpc,
    ...addresses.map(({ ip }) => ip),
    ...Object.entries(tags).map((pair) => pair.join('=')),
  ]
    .join('\n')
    .toLowerCase();

/** Gateways that never expire come after those that do. */
const never = '9999';

const keyOf: Readonly<Record<Column, (gateway: Gateway) => string | number>> = {
  name: ({ name }) => name.toLowerCase(),
  cloud: ({ ref }) => ref,
  state: ({ state }) => state,
  size: ({ size }) =>
    'connections' in size ? size.connections : 'units' in size ? size.units : tierRank(size),
  addresses: ({ addresses }) => addresses.length,
  expires: (gateway) => expiryOf(gateway) ?? never,
};

const tierRank = (size: Gateway['size']): number =>
  'tier' in size ? ['small', 'medium', 'large', 'xlarge'].indexOf(size.tier) : -1;

const compare = (left: string | number, right: string | number): number =>
  left < right ? -1 : left > right ? 1 : 0;
