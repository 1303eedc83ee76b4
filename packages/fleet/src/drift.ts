import { type CallOptions, type Clouds, NatError } from '@polynat/core';
import { changingSteps, type GatewayDocument, planChange } from '@polynat/migrate';

/** A gateway and the document it should match. */
export interface Expected {
  readonly ref: string;
  readonly document: GatewayDocument;
}

/**
 * The steps that would make a gateway match its document, and the gaps that no step can close. Empty when nothing has drifted.
 */
export interface Drift {
  readonly ref: string;
  readonly steps: readonly string[];
  /** Why the gateway could not be compared. */
  readonly failure?: NatError;
}

const sideBySide = 4;

/** Compares gateways with their documents. Only reads. A gateway that fails does not stop the others. */
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
    return { ref, steps: [...changingSteps(plan).map(({ summary }) => summary), ...beyond] };
  } catch (thrown) {
    return { ref, steps: [], failure: NatError.from(thrown) };
  }
}
