import * as z from 'zod';
import type { Call } from '../call.ts';
import { requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import type { RuleRemoval } from '../model/address.ts';
import { ipv4Schema } from '../model/cidr.ts';
import type { Receipt } from '../receipt.ts';
import type { MutationPlan, Steps } from '../runtime/mutation-plan.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import { readAll } from '../runtime/pages.ts';
import { waitUntil } from '../runtime/poll.ts';
import { detaching } from './addresses.ts';
import type { Target } from './define.ts';
import { addressesHeld } from './on-demand-checks.ts';

export const removeWithAddressesSchema = z.strictObject({
  id: z.string().min(1, 'must name a rule'),
  /** All that the rule uses, or those of them that are named. */
  detach: z.union([z.literal(true), z.array(ipv4Schema).min(1, 'must name at least one public address')]),
});

interface Removal {
  readonly kind: 'snat' | 'dnat';
  readonly id: string;
  readonly detach: true | readonly string[];
  readonly remove: (call: Call) => Promise<Receipt<void>>;
}

/** The removal keeps the token of the operation. */
const steps = { removal: 0, firstAddress: 1 } as const;

/** Removes the rule, then detaches those of its addresses that no other rule of the gateway uses. */
export const removalPlan = (target: Target, removal: Removal): MutationPlan<RuleRemoval> => ({
  steps: [],
  queued: 'per-step',
  run: async (plan) => {
    const { kind, id, detach, remove } = removal;
    const as = { mutation: `${kind}.remove`, key: target.key } as const;
    const ips = detach === true ? await notedAddresses(target, removal, plan) : detach;
    await plan.completeAs(steps.removal, { name: 'the rule to be gone', start: removing(remove), as });
    if (ips === undefined) throw nobodyTells(id);
    return detachUnused(target, ips, await rulesWithout(target, id, plan.call), plan);
  },
});

/** What the rule uses, noted in the record of the operation, since nothing tells it afterwards. */
async function notedAddresses(
  target: Target,
  { id }: Removal,
  plan: Steps,
): Promise<readonly string[] | undefined> {
  const rule = (await rulesOf(target, plan.call)).find((candidate) => candidate.id === id);
  if (rule) {
    plan.amend({ id, detach: [...rule.addresses] });
    return rule.addresses;
  }
  if (plan.call.repeated) return undefined;
  throw new NatError('not-found', `gateway ${target.key.id} has no rule ${id}`);
}

interface UsedByRule {
  readonly id: string;
  readonly addresses: readonly string[];
}

/** The rules of both kinds, as far as the cloud has them. */
async function rulesOf({ runtime: { driver }, key }: Target, call: Call): Promise<readonly UsedByRule[]> {
  const { snat, dnat, capabilities } = driver;
  const { features } = capabilities;
  const outbound =
    snat && features['snat.rules'].supported ? await readAll((cursor) => snat.list(key, cursor, call)) : [];
  const inbound =
    dnat && features['dnat.rules'].supported ? await readAll((cursor) => dnat.list(key, cursor, call)) : [];
  return [
    ...outbound.map(({ id, through }) => ({ id, addresses: through })),
    ...inbound.map((rule) => ({ id: rule.id, addresses: [rule.public.address] })),
  ];
}

/** The other rules, once this one is off the list: a cloud may list one for a while that an earlier call removed. */
function rulesWithout(target: Target, id: string, call: Call): Promise<readonly UsedByRule[]> {
  const { clock, random, driver } = target.runtime;
  return waitUntil({
    what: `rule ${id} to be gone`,
    poll: async () => {
      const rules = await rulesOf(target, call);
      const isListed = rules.some((rule) => rule.id === id);
      return isListed ? { type: 'pending', status: 'still listed' } : { type: 'done', value: rules };
    },
    pacing: { ...driver.pacing, first: 0 },
    ...{ clock, random, signal: call.signal, deadline: call.deadline },
  });
}

async function detachUnused(
  target: Target,
  ips: readonly string[],
  others: readonly UsedByRule[],
  plan: Steps,
): Promise<RuleRemoval> {
  const { runtime, key } = target;
  const { minimum } = requireFeature(runtime.driver.capabilities, 'addresses.attach', runtime.alias);
  const used = new Set(others.flatMap(({ addresses }) => addresses));
  const held = new Set((await addressesHeld(target, plan.call)).map(({ ip }) => ip));
  const detached: string[] = [];
  const kept: { address: string; reason: string }[] = [];
  /** From the end, so that the one a gateway has to keep is the one it has had longest. */
  for (const [index, address] of ips.toReversed().entries()) {
    const step = steps.firstAddress + index;
    if (!plan.isKnown(step)) {
      if (used.has(address)) kept.push({ address, reason: 'another rule uses it' });
      else if (held.has(address) && held.size <= minimum)
        kept.push({ address, reason: `a gateway on ${runtime.alias} keeps ${minimum} at least` });
      if (kept.some((one) => one.address === address) || !held.has(address)) continue;
    }
    const as = { mutation: 'addresses.detach', key } as const;
    await telling(address, () => plan.completeAs(step, { ...detaching(target, address), as }));
    held.delete(address);
    detached.push(address);
  }
  return { detached, kept };
}

async function telling(address: string, detach: () => Promise<unknown>): Promise<void> {
  try {
    await detach();
  } catch (thrown) {
    const error = NatError.from(thrown);
    const { code, plain, retryable, provider } = error;
    throw new NatError(code, `${plain}; the rule is removed, and ${address} may still be attached`, {
      outcome: 'unknown',
      retryable,
      cause: error,
      remedy: `detach ${address}, if the gateway still holds it and you need it no more`,
      ...(provider && { provider }),
    });
  }
}

const nobodyTells = (id: string): NatError =>
  new NatError(
    'failed-precondition',
    `rule ${id} was removed before, and nothing tells which public IPs it used`,
    {
      outcome: 'unknown',
      field: 'detach',
      remedy: 'name the public IPs to detach: { detach: ["47.92.0.1"] }',
    },
  );
