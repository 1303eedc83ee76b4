import { type CallOptions, type Clouds, NatError } from '@polynat/core';
import { changingSteps, exportGateway, type GatewayDocument, planChange } from '@polynat/migrate';
import { completed } from './complete.ts';
import { type FoundGateway, foundIn } from './read-state.ts';
import type { Untold } from './state/state-gateway.ts';

/** How a gateway differs from what Terraform says of it. */
export interface TerraformDrift {
  /** The address of its resource. */
  readonly address: string;
  /** Absent where no cloud has it. */
  readonly ref?: string;
  /** The steps that would make the gateway match, and the gaps that no step can close. Empty when nothing has drifted. */
  readonly steps: readonly string[];
  /** What the gateway has and Terraform does not manage. It is no drift. */
  readonly unmanaged: readonly string[];
  /** What a state cannot tell, so that it is not compared. */
  readonly untold: readonly Untold[];
  /** Why the gateway could not be compared. */
  readonly failure?: NatError;
}

/**
 * Compares each gateway in a state, or in a plan, with the cloud. Only reads. `input` is what `terraform show -json` prints. A gateway
 * that fails does not stop the others.
 */
export async function driftFromState(
  nat: Clouds,
  input: unknown,
  options: CallOptions = {},
): Promise<readonly TerraformDrift[]> {
  const all = foundIn(input);
  const drifts: TerraformDrift[] = [];
  for (let start = 0; start < all.length; start += sideBySide) {
    const group = all.slice(start, start + sideBySide);
    drifts.push(...(await Promise.all(group.map((found) => driftOf(nat, found, options)))));
  }
  return drifts;
}

const sideBySide = 4;

async function driftOf(nat: Clouds, found: FoundGateway, options: CallOptions): Promise<TerraformDrift> {
  const { address, untold } = found;
  const known = { address, untold, steps: [], unmanaged: [] };
  try {
    const ref = await locate(nat, found, options);
    const live = await exportGateway(nat, ref, options);
    const { document, unmanaged } = completed(found, live);
    return { ...known, ref, unmanaged, steps: await stepsTo(nat, ref, document, options) };
  } catch (thrown) {
    return { ...known, failure: NatError.from(thrown) };
  }
}

async function stepsTo(
  nat: Clouds,
  ref: string,
  document: GatewayDocument,
  options: CallOptions,
): Promise<readonly string[]> {
  const plan = await planChange(nat, ref, document, options);
  const beyond = plan.gaps.map(({ what, why }) => `${what}: ${why}`);
  return [...changingSteps(plan).map(({ summary }) => summary), ...beyond];
}

/** A state tells the id of a gateway and not its region, so each cloud of its kind is asked. */
async function locate(
  nat: Clouds,
  { address, kind, id }: FoundGateway,
  options: CallOptions,
): Promise<string> {
  if (id === undefined) throw failed(`${address} is not created yet`, 'apply the configuration first');
  const clouds = nat.aliases.map((alias) => nat.cloud(alias)).filter((cloud) => cloud.kind === kind);
  if (clouds.length === 0)
    throw failed(
      `no alias is of the kind ${kind}`,
      `add one for the region of ${id} to the configuration file`,
    );
  for (const cloud of clouds) {
    const [gateway] = await cloud.gateways.list({ ids: [id] }, options).toArray();
    if (gateway) return `${gateway.ref}`;
  }
  const asked = clouds.map(({ alias, region }) => `${alias} (${region})`).join(', ');
  throw new NatError('not-found', `${id} is not on ${asked}`, {
    remedy: 'add an alias for its region, or let go of it with a removed block if it is deleted',
  });
}

const failed = (message: string, remedy: string): NatError =>
  new NatError('failed-precondition', message, { remedy });
