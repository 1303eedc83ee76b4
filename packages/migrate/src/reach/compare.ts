import { formatIpv4 } from '@polynat/core';
import { type Egress, type EgressStretch, sameList } from './egress.ts';
import type { IngressStretch } from './ingress.ts';

/** A packet for which two gateways differ, said so that a person can try it. */
export interface Difference {
  readonly is: 'egress' | 'ingress' | 'unknown';
  /** The first packet of the stretch that differs, in words. */
  readonly packet: string;
  /** How many private IPs or public ports the same difference covers. */
  readonly covers: number;
  readonly before: string;
  readonly after: string;
}

const nowhere: readonly string[] = [];

/** Private IPs that leave from other public IPs than before. `renamed` tells which public IP replaces which. */
export function compareEgress(
  before: Egress,
  after: Egress,
  renamed: (ip: string) => string,
): readonly Difference[] {
  const expected = before.stretches.map((stretch) => ({
    ...stretch,
    through: stretch.through.map(renamed).sort(),
  }));
  const differences = pairUp(expected, after.stretches)
    .filter(({ left, right }) => !sameList(left?.through ?? nowhere, right?.through ?? nowhere))
    .map(
      ({ first, last, left, right }): Difference => ({
        is: 'egress',
        packet: `from ${formatIpv4(first)}`,
        covers: last - first + 1,
        before: leaving(left),
        after: leaving(right),
      }),
    );
  return [...differences, ...unknownDifferences(before, after)];
}

const leaving = (stretch: EgressStretch | undefined): string =>
  stretch && stretch.through.length > 0 ? `SNAT → ${stretch.through.join(' or ')}` : 'no SNAT';

function unknownDifferences(before: Egress, after: Egress): readonly Difference[] {
  const said = (side: Egress, what: string) =>
    side.unknown.map(
      ({ source }): Difference => ({
        is: 'unknown',
        packet: `from ${JSON.stringify(source)}`,
        covers: 0,
        before: what,
        after: 'cannot be compared: the block of this source is not known',
      }),
    );
  return [...said(before, 'a rule of the source'), ...said(after, 'a rule of the target')];
}

/** Public ports that are forwarded elsewhere than before. */
export function compareIngress(
  before: readonly IngressStretch[],
  after: readonly IngressStretch[],
  renamed: (ip: string) => string,
): readonly Difference[] {
  const expected = before.map((stretch) => ({ ...stretch, address: renamed(stretch.address) }));
  const names = new Set([...expected, ...after].map(laneOf));
  const [left, right] = [byLane(expected), byLane(after)];
  return [...names].sort().flatMap((name) => compareLane(name, left.get(name) ?? [], right.get(name) ?? []));
}

const laneOf = ({ address, protocol }: IngressStretch): string => `${protocol} ${address}`;

function byLane(stretches: readonly IngressStretch[]): Map<string, IngressStretch[]> {
  const lanes = new Map<string, IngressStretch[]>();
  for (const stretch of stretches) {
    const lane = lanes.get(laneOf(stretch));
    if (lane) lane.push(stretch);
    else lanes.set(laneOf(stretch), [stretch]);
  }
  return lanes;
}

function compareLane(
  name: string,
  before: readonly IngressStretch[],
  after: readonly IngressStretch[],
): readonly Difference[] {
  return pairUp(before, after)
    .filter(({ left, right }) => left?.host !== right?.host || left?.shift !== right?.shift)
    .map(({ first, last, left, right }) => ({
      is: 'ingress',
      packet: `to ${name}${first === 0 ? '' : `:${first}`}`,
      covers: last - first + 1,
      before: leading(left, first),
      after: leading(right, first),
    }));
}

function leading(stretch: IngressStretch | undefined, port: number): string {
  if (!stretch) return 'no DNAT';
  return stretch.protocol === 'other'
    ? `DNAT → ${stretch.host}`
    : `DNAT → ${stretch.host}:${port + stretch.shift}`;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

interface Pair<T> extends Span {
  readonly left: T | undefined;
  readonly right: T | undefined;
}

/** Cuts two sorted lists of stretches at each other's ends, so that each piece has one side, the other, or both. */
function pairUp<T extends Span>(left: readonly T[], right: readonly T[]): readonly Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let [i, j, position] = [0, 0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    const start = Math.max(
      position,
      Math.min(a?.first ?? Number.POSITIVE_INFINITY, b?.first ?? Number.POSITIVE_INFINITY),
    );
    const [inA, inB] = [covering(a, start), covering(b, start)];
    const end = Math.min(
      inA ? inA.last : (a?.first ?? Number.POSITIVE_INFINITY) - 1,
      inB ? inB.last : (b?.first ?? Number.POSITIVE_INFINITY) - 1,
    );
    pairs.push({ first: start, last: end, left: inA, right: inB });
    position = end + 1;
    if (a && a.last <= end) i += 1;
    if (b && b.last <= end) j += 1;
  }
  return pairs;
}

const covering = <T extends Span>(stretch: T | undefined, position: number): T | undefined =>
  stretch && stretch.first <= position ? stretch : undefined;
