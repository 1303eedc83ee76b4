import * as z from 'zod';
import type { Call } from '../call.ts';
import { requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import type { DeletionPlan } from '../model/deletion.ts';
import type { GatewayRecord } from '../model/gateway.ts';
import { check } from '../runtime/check.ts';
import type { MutationPlan, Steps } from '../runtime/mutation-plan.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import { plainJson } from '../runtime/plain-json.ts';
import { freeze, snapshotOf } from '../runtime/snapshot.ts';
import { waitForGateway } from '../runtime/wait-for-gateway.ts';
import { onGateway, requireMethod, singleStep, type Target } from './define.ts';
import { readDependents } from './dependents.ts';
import { guardDeletion } from './guard-deletion.ts';
import { invalidArgument } from './order.ts';
import { partlyDone, type Removal, releasesOf, removalsOf } from './removals.ts';

const release = z.union([
  z.literal(true),
  z.array(z.string().min(1, 'must be a public address or its allocation id')),
]);

/** Version 0.1 stored `force`: the gateway with whatever the cloud takes along. */
const inputSchema = z.union([
  z.strictObject({ cascade: z.boolean(), release: release.exactOptional() }),
  z.strictObject({ force: z.boolean() }).transform(({ force }) => ({ cascade: force, release: undefined })),
]);

type Input = z.output<typeof inputSchema>;

export const deletion = onGateway(inputSchema, (target, input): MutationPlan<void> => {
  checkDeletion(target, input);
  if (!input.cascade) return alone(target);
  return { steps: [], run: (steps) => deleteAll(target, input, steps) };
});

/** What a deletion would do; reads, and changes nothing. */
export async function planDeletion(target: Target, asked: object, call: Call): Promise<DeletionPlan> {
  const { runtime, key } = target;
  const input = check(inputSchema, asked, 'delete');
  checkDeletion(target, input);
  if (!input.cascade) invalidArgument('dryRun', 'goes with cascade: true');
  const gateway = await runtime.driver.gateways.get(key, call);
  guardDeletion(gateway, runtime);
  const all = await readDependents(target, gateway, { all: true, release: input.release }, call);
  const items = removalsOf(target, all).map(({ item }) => item);
  const released = new Set(items.filter(({ end }) => end === 'released').map(({ id }) => id));
  const shown = items.filter(({ id, end }) => end !== 'detached' || !released.has(id));
  return freeze({ gateway: snapshotOf(runtime.alias, gateway), items: shown });
}

function checkDeletion({ runtime }: Target, input: Input): void {
  const { driver, alias } = runtime;
  requireFeature(driver.capabilities, 'gateways.delete', alias);
  if (input.release === undefined) return;
  if (!input.cascade) invalidArgument('release', 'goes with cascade: true');
  requireMethod(runtime, 'addresses.release', driver.addresses, 'release', 'release');
}

function alone({ runtime, key }: Target): MutationPlan<void> {
  const remove = removing(async (call) => {
    guardDeletion(await runtime.driver.gateways.get(key, call), runtime);
    return runtime.driver.gateways.delete(key, false, call);
  });
  return singleStep('the gateway to be gone', remove);
}

/** Works on what is left, so that a deletion that was killed in the middle is resumed or repeated. */
async function deleteAll(target: Target, { release: asked }: Input, steps: Steps): Promise<void> {
  const { runtime, key } = target;
  const begun = await steps.completeEarlier();
  const gateway = await readUnlessGone(target, begun, steps);
  if (!gateway) return removeEach(releasesOf(target, addressesNamed(asked, target)), steps);
  if (gateway.state !== 'deleting') guardDeletion(gateway, runtime);
  const dependents = await readDependents(target, gateway, { all: false, release: asked }, steps.call);
  const { released } = dependents;
  if (asked === true) steps.amend(plainJson({ cascade: true, release: released }));
  if (gateway.state !== 'deleting') return removeEach(removalsOf(target, dependents), steps);
  await waitForGateway(runtime, key, 'gone', steps.call);
  await removeEach(releasesOf(target, released), steps);
}

async function readUnlessGone(
  { runtime, key }: Target,
  begun: boolean,
  { call }: Steps,
): Promise<GatewayRecord | undefined> {
  try {
    return await runtime.driver.gateways.get(key, call);
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found') && (begun || call.repeated)) return undefined;
    throw thrown;
  }
}

function addressesNamed(asked: Input['release'], { runtime, key }: Target): readonly string[] {
  if (asked !== true) return asked ?? [];
  throw new NatError(
    'failed-precondition',
    `gateway ${key.id} on ${runtime.alias} is gone, and nothing tells which addresses were to be released`,
    {
      field: 'release',
      outcome: 'unknown',
      remedy: 'resume the operation from its record, or name the addresses in `release`',
    },
  );
}

async function removeEach(removals: readonly Removal[], steps: Steps): Promise<void> {
  for (const [index, { item, start }] of removals.entries()) {
    if (!start) continue;
    const name = `${item.summary} to be ${item.end}`;
    try {
      await steps.perform(`${item.kind} ${item.id} ${item.end}`, { name, start });
    } catch (thrown) {
      throw partlyDone(NatError.from(thrown), removals, index);
    }
  }
}
