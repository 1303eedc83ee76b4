import { type CallOptions, type Clouds, NatError } from '@polynat/core';
import { hasDigest } from '../digest.ts';
import { exportGateway } from '../export.ts';
import type { Difference } from '../reach/compare.ts';
import { compareWithRules, type ExpectedRules } from '../verify.ts';

/** How the two gateways of a migration differ from what they did when it was planned and verified. */
export type Drift = {
  readonly source: SourceState;
  /** What the target does otherwise, packet by packet, the first few. */
  readonly target: readonly string[];
};

export type SourceState = 'same' | 'changed' | 'gone';

export interface Watched {
  readonly source: string;
  readonly digest: string;
  readonly target: string;
  /** The rules the target was verified with. */
  readonly verified?: ExpectedRules;
}

export async function driftOf(
  nat: Clouds,
  { source, digest, target, verified }: Watched,
  options: CallOptions,
): Promise<Drift> {
  const [state, differences] = await Promise.all([
    sourceState(nat, source, digest, options),
    verified ? targetDifferences(nat, target, verified, options) : [],
  ]);
  return { source: state, target: differences };
}

export async function sourceState(
  nat: Clouds,
  ref: string,
  digest: string,
  options: CallOptions,
): Promise<SourceState> {
  try {
    return hasDigest(await exportGateway(nat, ref, options), digest) ? 'same' : 'changed';
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found')) return 'gone';
    throw thrown;
  }
}

async function targetDifferences(
  nat: Clouds,
  ref: string,
  expected: ExpectedRules,
  options: CallOptions,
): Promise<readonly string[]> {
  try {
    return describeDifferences(await compareWithRules(nat, ref, expected, options));
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found')) return [`${ref} is not there any more`];
    throw thrown;
  }
}

const mostShown = 5;

/** As packets a person can try. */
export function describeDifferences(differences: readonly Difference[]): readonly string[] {
  const shown = differences
    .slice(0, mostShown)
    .map(({ packet, before, after }) => `${packet}: ${after}, expected: ${before}`);
  const more = differences.length - shown.length;
  return more > 0 ? [...shown, `${more} more`] : shown;
}

/** Throws when a gateway no longer does what it did. */
export function refuseDrift(
  { source, target }: Drift,
  refs: Pick<Watched, 'source' | 'target'>,
  remedy: string,
): void {
  const words = [
    ...(source === 'same'
      ? []
      : [
          `source ${refs.source} ${source === 'gone' ? 'is not there any more' : 'has changed since the plan was made'}`,
        ]),
    ...(target.length === 0
      ? []
      : [`target ${refs.target} does not do what the plan asks: ${target.join('; ')}`]),
  ];
  if (words.length > 0) throw new NatError('failed-precondition', words.join('; '), { remedy });
}
