import { NatError } from '../errors.ts';

const mostNamed = 20;

/**
 * Exactly one of what was found; none and several are errors, the latter with the names of all.
 *
 * @example const own = onlyOne(await listing.toArray(), 'public IP of the shop', ({ ip }) => ip);
 */
export function onlyOne<T>(found: readonly T[], what: string, nameOf: (item: T) => string): T {
  const [first, ...others] = found;
  if (first === undefined) throw new NatError('not-found', `there is no ${what}`);
  if (others.length === 0) return first;
  const names = found.slice(0, mostNamed).map(nameOf).join(', ');
  const rest = found.length > mostNamed ? ` and ${found.length - mostNamed} more` : '';
  throw new NatError('conflict', `${found.length} match instead of one ${what}: ${names}${rest}`, {
    remedy: 'make the filter narrower, or choose one of them by its id',
  });
}

/** A filter in words: `gateway with name shop-*, state available`. */
export function describeFilter(what: string, filter: object): string {
  const parts = Object.entries(filter).map(([name, value]) => `${name} ${describeValue(value)}`);
  return parts.length === 0 ? what : `${what} with ${parts.join(', ')}`;
}

const describeValue = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}=${describeValue(inner)}`)
    .join(' ');
};
