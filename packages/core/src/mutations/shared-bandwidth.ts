import * as z from 'zod';
import { requireFeature } from '../capabilities.ts';
import type { SharedBandwidthResource } from '../driver.ts';
import { NatError } from '../errors.ts';
import type { LabelChange } from '../model/gateway.ts';
import { mbpsSchema, type SharedBandwidth, sharedBandwidthSpecSchema } from '../model/shared-bandwidth.ts';
import type { MutationPlan, Request, Steps } from '../runtime/mutation-plan.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { onCloud, resourceOf, singleStep } from './define.ts';
import { checkName, invalidArgument, refuseUnused } from './order.ts';
import { checkSold } from './sold.ts';

const id = z.string().min(1, 'must name a shared bandwidth');
const address = z.string().min(1, 'must be a public address or its allocation id');
const addresses = z.array(address).min(1, 'must name at least one address');

export const sharingOf = (runtime: Runtime): SharedBandwidthResource =>
  resourceOf(runtime, 'sharedBandwidth', 'bandwidth.shared');

export const sharedBandwidthMutations = {
  'sharedBandwidth.create': onCloud(sharedBandwidthSpecSchema, (runtime, spec) => {
    const facet = sharingOf(runtime);
    const { meteredBy } = factOf(runtime);
    checkLabels(runtime, spec);
    checkSold(spec, meteredBy, { cloud: runtime.alias, what: 'shared bandwidth' });
    return singleStep('the shared bandwidth', (call) => facet.create(spec, call));
  }),

  'sharedBandwidth.change': onCloud(
    z.strictObject({ id, name: z.string().exactOptional(), description: z.string().exactOptional() }),
    (runtime, { id: subject, ...change }) => {
      const facet = sharingOf(runtime);
      if (Object.keys(change).length === 0) invalidArgument('name', 'or description must be given');
      checkLabels(runtime, change);
      return singleStep('the change to show', (call) => facet.change(subject, change, call));
    },
  ),

  'sharedBandwidth.resize': onCloud(z.strictObject({ id, bandwidthMbps: mbpsSchema }), (runtime, input) => {
    const facet = sharingOf(runtime);
    checkSold(input, factOf(runtime).meteredBy, { cloud: runtime.alias, what: 'shared bandwidth' });
    return singleStep('the new bandwidth', (call) => facet.resize(input.id, input.bandwidthMbps, call));
  }),

  'sharedBandwidth.join': onCloud(
    z.strictObject({ id, addresses }),
    (runtime, input): MutationPlan<SharedBandwidth> => {
      const facet = sharingOf(runtime);
      const parts = partsOf(input.addresses, factOf(runtime).perRequest?.join);
      const steps = parts.map(
        (part): Request => ({
          name: `${part.join(', ')} to draw from ${input.id}`,
          start: (call) => facet.join(input.id, part, call),
        }),
      );
      return { steps, run: async (run) => (await inParts(run, parts, 'joined')) as SharedBandwidth };
    },
  ),

  'sharedBandwidth.leave': onCloud(
    z.strictObject({ id, addresses }),
    (runtime, input): MutationPlan<void> => {
      const parts = partsOf(input.addresses, factOf(runtime).perRequest?.leave);
      const steps = parts.map((part) => leaving(runtime, input.id, part));
      return { steps, run: async (run) => void (await inParts(run, parts, 'left')) };
    },
  ),

  'sharedBandwidth.delete': onCloud(z.strictObject({ id, cascade: z.boolean() }), (runtime, input) => {
    const facet = sharingOf(runtime);
    if (input.cascade) return { steps: [], run: (steps) => deleteAfterAll(runtime, input.id, steps) };
    const remove = removing(async (call) => {
      guardDeletion(await facet.get(input.id, call));
      return facet.delete(input.id, call);
    });
    return singleStep<void>('the shared bandwidth to be gone', remove);
  }),
};

const factOf = ({ driver, alias }: Runtime) => requireFeature(driver.capabilities, 'bandwidth.shared', alias);

function checkLabels(runtime: Runtime, { name, description }: LabelChange): void {
  const { names, texts } = factOf(runtime);
  if (name !== undefined) checkName(name, names, 'name');
  if (description === undefined) return;
  if (!texts) refuseUnused('description', `shared bandwidth on ${runtime.alias} has no description`);
  checkName(description, texts, 'description');
}

function partsOf(named: readonly string[], most = Number.POSITIVE_INFINITY): readonly (readonly string[])[] {
  const all = [...new Set(named)];
  if (all.length <= most) return [all];
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) =>
    all.slice(part * most, (part + 1) * most),
  );
}

const leaving = (runtime: Runtime, id: string, part: readonly string[]): Request => {
  const facet = sharingOf(runtime);
  return {
    name: `${part.join(', ')} to leave ${id}`,
    start: removing((call) => facet.leave(id, part, call)),
  };
};

/** One request after another; the error of one tells of those before it. */
async function inParts(
  { complete }: Steps,
  parts: readonly (readonly string[])[],
  verb: string,
): Promise<unknown> {
  let value: unknown;
  for (const index of parts.keys()) {
    try {
      value = await complete(index, []);
    } catch (thrown) {
      if (index === 0) throw thrown;
      const error = NatError.from(thrown);
      const before = parts.slice(0, index).flat().join(', ');
      throw error.saying(`${error.plain}; ${before} ${verb} before`);
    }
  }
  return value;
}

/** Works on what is left, so that a deletion that was killed in the middle is resumed or repeated. */
async function deleteAfterAll(runtime: Runtime, id: string, steps: Steps): Promise<void> {
  const facet = sharingOf(runtime);
  const begun = await steps.completeEarlier();
  const bandwidth = await readUnlessGone(facet, id, begun, steps);
  if (!bandwidth) return;
  const ips = bandwidth.addresses.map(({ ip }) => ip);
  const parts = ips.length === 0 ? [] : partsOf(ips, factOf(runtime).perRequest?.leave);
  for (const part of parts) await steps.perform(`leave ${part.join(' ')}`, leaving(runtime, id, part));
  const name = 'the shared bandwidth to be gone';
  await steps.perform('delete', { name, start: removing((call) => facet.delete(id, call)) });
}

async function readUnlessGone(
  facet: SharedBandwidthResource,
  id: string,
  begun: boolean,
  { call }: Steps,
): Promise<SharedBandwidth | undefined> {
  try {
    return await facet.get(id, call);
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found') && (begun || call.repeated)) return undefined;
    throw thrown;
  }
}

/** A cloud may release addresses along with it, so none may be left in it. */
function guardDeletion({ id, addresses: sharing }: SharedBandwidth): void {
  if (sharing.length === 0) return;
  throw new NatError(
    'failed-precondition',
    `${sharing.map(({ ip }) => ip).join(', ')} draw from shared bandwidth ${id}`,
    { field: 'cascade', remedy: 'let them leave first, or delete it with cascade: true' },
  );
}
