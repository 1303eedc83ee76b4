import { type DnatSpec, parseCidr, type SnatSource } from '@polynat/core';
import type { DocumentedNetwork } from './document.ts';
import { sourceKey } from './rule-keys.ts';

/** A range of something that only one rule can have, such as ports of a public address. */
export interface Claim<T> {
  readonly by: T;
  readonly scope: string;
  readonly first: number;
  readonly last: number;
}

/** Which claims meet, each pair once, the earlier or wider one first. A sweep: n log n, and one step for each pair. */
export function overlappingPairs<T>(claims: readonly Claim<T>[]): readonly (readonly [Claim<T>, Claim<T>])[] {
  const pairs: (readonly [Claim<T>, Claim<T>])[] = [];
  let open: Claim<T>[] = [];
  for (const claim of [...claims].sort(byPlace)) {
    open = open.filter(({ scope, last }) => scope === claim.scope && last >= claim.first);
    for (const other of open) pairs.push([other, claim]);
    open.push(claim);
  }
  return pairs;
}

const byPlace = (left: Claim<unknown>, right: Claim<unknown>): number =>
  compare(left.scope, right.scope) || left.first - right.first || right.last - left.last;

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The public ports of a DNAT rule; protocol `any` has those of both. */
export function portClaims<T>(by: T, { protocol, public: outside }: Pick<DnatSpec, 'protocol' | 'public'>) {
  const { from, to } = outside.ports === 'any' ? { from: 1, to: 65535 } : outside.ports;
  const scopes = protocol === 'any' ? ['tcp', 'udp'] : [protocol];
  return scopes.map(
    (scope): Claim<T> => ({ by, scope: `${scope} ${outside.address}`, first: from, last: to }),
  );
}

/** The private IPs of an SNAT source, or its name where its CIDR block is not known. */
export function sourceClaims<T>(by: T, source: SnatSource, network: Partial<DocumentedNetwork>) {
  const blocks = blocksOf(source, network).map((text) => parseCidr(text));
  if (blocks.length === 0) return [{ by, scope: sourceKey(source), first: 0, last: 0 }];
  return blocks.flatMap((block): Claim<T>[] =>
    block ? [{ by, scope: 'inside', first: block.first, last: block.last }] : [],
  );
}

/** The CIDR blocks of a source as text; none where they are not known. */
function blocksOf(source: SnatSource, { cidrs, subnets }: Partial<DocumentedNetwork>): readonly string[] {
  if ('hosts' in source) return source.hosts;
  if ('network' in source) return cidrs ?? [];
  if (!('subnet' in source)) return [source.cidr];
  const known = source.cidr ?? subnets?.[source.subnet];
  return known === undefined ? [] : [known];
}
