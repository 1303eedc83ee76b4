import { type Cloud, NatError } from '@polynat/core';
import * as z from 'zod';
import { idOf } from './address-allocate.ts';
import { defineStep } from './define-step.ts';
import { text, texts } from './shapes.ts';

/** Refuses to go on when the name or a public IP has been taken since, so that later steps can tell what is theirs. */
export interface TargetCheck {
  readonly cloud: string;
  readonly network: string;
  readonly name: string;
  readonly addresses: readonly string[];
  /** Whether to note the addresses there are: once a cloud no longer recognises an order, it is asked what is new. */
  readonly note: boolean;
}

const args: z.core.$ZodType<TargetCheck> = z.object({
  cloud: text,
  network: text,
  name: text,
  addresses: texts,
  note: z.boolean(),
});

type Found = {
  readonly noted?: readonly string[];
  /** As version 0.1 called it. */
  readonly known?: readonly string[];
};

const found: z.core.$ZodType<Found> = z.object({
  noted: texts.exactOptional(),
  known: texts.exactOptional(),
});

const newPlan = { remedy: 'make a new plan' };

export const targetCheck = defineStep({
  kind: 'target.check',
  args,
  bound: args,
  result: found,
  bind: (plan) => plan,
  async run({ nat }, { cloud: alias, network, name, addresses, note }, { signal }): Promise<Found> {
    const cloud = nat.cloud(alias);
    await requireFreeName(cloud, network, name, signal);
    await requireFreeAddresses(cloud, addresses, signal);
    if (!note) return {};
    const noted = await cloud.addresses.list({}, { signal }).toArray();
    return { noted: noted.map(idOf) };
  },
  learns: (_args, result, known) => (result.known ? { ...known, known: result.known } : known),
});

async function requireFreeName(
  { gateways }: Cloud,
  network: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const twin = await gateways.list({ network }, { signal }).find((gateway) => gateway.name === name);
  if (twin) throw new NatError('conflict', `${twin.ref} has taken the name "${name}" since`, newPlan);
}

async function requireFreeAddresses(
  { alias, addresses }: Cloud,
  ips: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (ips.length === 0) return;
  const free = await addresses.list({ free: true }, { signal }).toArray();
  const taken = ips.filter((ip) => !free.some((address) => address.ip === ip));
  if (taken.length === 0) return;
  throw new NatError('conflict', `${taken.join(', ')} on ${alias} are not free any more`, newPlan);
}

export function checkTarget(args: TargetCheck) {
  const { cloud, name, addresses } = args;
  const which = addresses.length > 0 ? ` and ${addresses.join(', ')} are` : ' is';
  return targetCheck.step('check-target', args, `check that name "${name}"${which} free on ${cloud}`);
}
