import { type Availability, type Cloud, NatError } from '@polynat/core';
import * as z from 'zod';
import { type Needs, type Surroundings, shortages, told } from '../preflight.ts';
import { defineStep } from './define-step.ts';
import { text, texts } from './shapes.ts';

/** Asks the cloud before the first purchase whether the account can have what the plan needs. */
export interface Preflight extends Needs {
  readonly cloud: string;
  readonly network: string;
  readonly subnet?: string;
  /** What the cloud does not tell. */
  readonly untold: readonly string[];
}

const args: z.core.$ZodType<Preflight> = z.object({
  cloud: text,
  network: text,
  subnet: text.exactOptional(),
  addresses: z.number(),
  held: z.number(),
  snat: z.number(),
  dnat: z.number(),
  untold: texts,
});

type Answered = {
  /** What the cloud has told. */
  readonly told: readonly string[];
  readonly untold: readonly string[];
};

const answered: z.core.$ZodType<Answered> = z.object({ told: texts, untold: texts });

export const preflight = defineStep({
  kind: 'preflight',
  args,
  bound: args,
  result: answered,
  bind: (plan) => plan,
  async run({ nat }, plan, { signal }): Promise<Answered> {
    const cloud = nat.cloud(plan.cloud);
    const availability = await readAvailability(cloud, signal);
    if (availability === undefined)
      return { told: [], untold: [...plan.untold, 'quotas and stock: the credentials may not read them'] };
    const around = await readSurroundings(cloud, plan, availability, signal);
    const [first, ...others] = shortages(plan, around, availability);
    if (!first) return { told: told(plan, around, availability), untold: plan.untold };
    const more = others.map(({ what, why }) => `; ${what}: ${why}`).join('');
    throw new NatError('quota-exceeded', `${first.what} on ${plan.cloud}: ${first.why}${more}`, {
      remedy: first.remedy,
    });
  },
  details: ({ cloud, untold }) => [`${cloud} does not tell: ${untold.join(', ')}`],
});

/** `undefined` where the credentials may not ask: that says nothing about what they may buy. */
export async function readAvailability(
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<Availability | undefined> {
  try {
    return await cloud.availability(signal && { signal });
  } catch (thrown) {
    if (NatError.is(thrown, 'forbidden')) return undefined;
    throw thrown;
  }
}

async function readSurroundings(
  cloud: Cloud,
  { network, subnet }: Preflight,
  { gatewaysPerNetwork, zones }: Availability,
  signal: AbortSignal,
): Promise<Surroundings> {
  const [gateways, place] = await Promise.all([
    gatewaysPerNetwork === undefined ? [] : cloud.gateways.list({ network }, { signal }).toArray(),
    zones && subnet !== undefined
      ? cloud.networks.subnets(network, { signal }).find(({ id }) => id === subnet)
      : undefined,
  ]);
  return { gateways: gateways.length, ...(place?.zone !== undefined && { zone: place.zone }) };
}

export const preflightOf = (args: Preflight) =>
  preflight.step('preflight', args, `preflight: check quotas and stock on ${args.cloud}`);
