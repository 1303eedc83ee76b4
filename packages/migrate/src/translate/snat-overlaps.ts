import { type AddressRange, formatIpv4 } from '@polynat/core';
import { type Claim, overlappingPairs, sourceClaims } from '../claims.ts';
import { blocking, type Gap, lossy, type Translated, together } from '../gap.ts';
import type { SnatPart } from './snat-part.ts';
import { isHost, subtractBlocks } from './subtract-blocks.ts';
import type { Target } from './target.ts';

type PartClaim = Claim<SnatPart>;
type Pair = readonly [PartClaim, PartClaim];

/**
 * No two rules for one source, and, where a cloud does not let blocks nest, no block inside another: the wider rule is written as
 * the blocks around the narrower ones, which means the same.
 */
export function removeOverlaps(parts: readonly SnatPart[], target: Target): Translated<readonly SnatPart[]> {
  const network = {
    cidrs: target.cidrs,
    subnets: Object.fromEntries(target.subnets.map(({ id, cidr }) => [id, cidr])),
  };
  const claims = parts.flatMap((part) => sourceClaims(part, part.source, network));
  const pairs = overlappingPairs(claims);
  const twice = pairs.filter(([wide, narrow]) => sameRange(wide, narrow));
  const once = withoutRepeated(parts, claims, new Set(twice.filter(sameThrough).map(([, claim]) => claim)));
  const settled = mayNest(target)
    ? { value: once, gaps: [] }
    : subtractAll(once, claims, pairs.filter(isNested));
  return { value: settled.value, gaps: [...twice.map(twiceGap), ...settled.gaps] };
}

/** A rule goes when all it claims is claimed by another that does the same; one for several hosts keeps the others. */
function withoutRepeated(
  parts: readonly SnatPart[],
  claims: readonly PartClaim[],
  repeated: ReadonlySet<PartClaim>,
): readonly SnatPart[] {
  if (repeated.size === 0) return parts;
  const left = new Map<SnatPart, PartClaim[]>(parts.map((part) => [part, []]));
  for (const claim of claims) if (!repeated.has(claim)) left.get(claim.by)?.push(claim);
  return parts.flatMap((part) => {
    const own = left.get(part) ?? [];
    if (own.length === 0 || !('hosts' in part.source)) return own.length === 0 ? [] : [part];
    return [{ ...part, source: { ...part.source, hosts: own.map(({ first }) => formatIpv4(first)) } }];
  });
}

function mayNest({ capabilities }: Target): boolean {
  const fact = capabilities.features['snat.rules'];
  return fact.supported && fact.nested !== false;
}

const sameRange = (left: AddressRange, right: AddressRange): boolean =>
  left.first === right.first && left.last === right.last;

const isNested = ([wide, narrow]: Pair): boolean => !sameRange(wide, narrow) && !isHost(narrow);

const sameThrough = ([{ by: left }, { by: right }]: Pair): boolean =>
  [...left.through].sort().join() === [...right.through].sort().join();

function twiceGap(pair: Pair): Gap {
  const [{ by: first }, { by }] = pair;
  const why = `${first.where} covers the same source`;
  if (sameThrough(pair)) {
    const remedy = `no action needed: ${first.where} does the same`;
    return lossy('snat-overlap', by.where, by.what, { why, remedy });
  }
  const remedy = 'remove one of the two from the document';
  return blocking('snat-overlap', by.where, by.what, { why, remedy });
}

function subtractAll(
  parts: readonly SnatPart[],
  claims: readonly PartClaim[],
  nested: readonly Pair[],
): Translated<readonly SnatPart[]> {
  const holes = new Map<PartClaim, AddressRange[]>();
  for (const [wide, narrow] of nested) {
    const known = holes.get(wide);
    if (known) known.push(narrow);
    else holes.set(wide, [narrow]);
  }
  const around = new Map<SnatPart, SnatPart[]>();
  for (const claim of claims) {
    const inner = holes.get(claim);
    if (inner)
      around.set(
        claim.by,
        subtractBlocks(claim, inner).map((cidr) => ({ ...claim.by, source: { cidr } })),
      );
  }
  return together(parts.map((part) => subtracted(part, around.get(part))));
}

function subtracted(
  part: SnatPart,
  pieces: readonly SnatPart[] | undefined,
): Translated<readonly SnatPart[]> {
  if (!pieces) return { value: [part], gaps: [] };
  if (pieces.length > 0) return { value: pieces, gaps: [] };
  const reason = {
    why: 'more specific rules cover its whole source',
    remedy: 'no action needed: it never had an effect',
  };
  return { value: [], gaps: [lossy('snat-overlap', part.where, part.what, reason)] };
}
