import { type CallOptions, type Clouds, NatError } from '@polynat/core';
import { changingSteps, type GatewayDocument, planChange } from '@polynat/migrate';

/** A gateway and the document that says how it should be. */
export interface Expected {
  readonly ref: string;
  readonly document: GatewayDocument;
}

/**
 * What would have to be done to bring a gateway back, and what differs though no step can mend it; nothing when it has not drifted.
 */
export interface Drift {
  readonly ref: string;
  readonly steps: readonly string[];
  /** Why it could not be told. */
  readonly failure?: NatError;
}

const sideBySide = 4;

/** Compares gateways with their documents. Only reads. One that fails does not stop the others. */
export async function driftOf(
  clouds: Clouds,
  expected: readonly Expected[],
  options: CallOptions = {},
): Promise<readonly Drift[]> {
  const drifts: Drift[] = [];
  for (let start = 0; start < expected.length; start += sideBySide) {
    const group = expected.slice(start, start + sideBySide);
    drifts.push(...(await Promise.all(group.map((one) => driftOfOne(clouds, one, options)))));
  }
  return drifts;
}

async function driftOfOne(clouds: Clouds, { ref, document }: Expected, options: CallOptions): Promise<Drift> {
  try {
    const plan = await planChange(clouds, ref, document, options);
    const beyond = plan.gaps.map(({ what, why }) => `${what}: ${why}`);
    return { ref, steps: [...changingSteps(plan).map(({ says }) => says), ...beyond] };
  } catch (thrown) {
    return { ref, steps: [], failure: NatError.from(thrown) };
  }
}
