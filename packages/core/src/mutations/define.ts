import type * as z from 'zod';
import type { Call } from '../call.ts';
import { type Feature, requireFeature, unsupported } from '../capabilities.ts';
import type { OptionalResources } from '../driver.ts';
import { NatError } from '../errors.ts';
import type { GatewayKey } from '../model/gateway-key.ts';
import type { Receipt } from '../receipt.ts';
import type { MutationPlan } from '../runtime/operation-run.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** One mutation: the shape of its input, and how a checked input becomes steps against the driver. */
export interface MutationDefinition<I, T> {
  readonly input: z.ZodType<I>;
  readonly plan: (runtime: Runtime, key: GatewayKey | undefined, input: I) => MutationPlan<T>;
}

/** A mutation of a whole cloud, such as allocating an address. */
export function onCloud<I, T>(
  input: z.ZodType<I>,
  plan: (runtime: Runtime, input: I) => MutationPlan<T>,
): MutationDefinition<I, T> {
  return { input, plan: (runtime, _key, value) => plan(runtime, value) };
}

/** What a mutation of one gateway works on. */
export interface Target {
  readonly runtime: Runtime;
  readonly key: GatewayKey;
}

export function onGateway<I, T>(
  input: z.ZodType<I>,
  plan: (target: Target, input: I) => MutationPlan<T>,
): MutationDefinition<I, T> {
  return {
    input,
    plan: (runtime, key, value) => {
      if (!key) throw new NatError('internal', 'a mutation of a gateway was started without one');
      return plan({ runtime, key }, value);
    },
  };
}

/** A plan of one request, settling to what its receipt promises. */
export function singleStep<T>(what: string, start: (call: Call) => Promise<Receipt<T>>): MutationPlan<T> {
  return { steps: [{ name: what, start }], result: ([value]) => value as T };
}

/** A plan of one request per item, in order. */
export function stepPerItem<I, T>(
  items: readonly I[],
  what: string,
  start: (item: I, call: Call) => Promise<Receipt<T>>,
): MutationPlan<readonly T[]> {
  const steps = items.map((item, index) => ({
    name: `${what} ${index + 1} of ${items.length}`,
    start: (call: Call) => start(item, call),
  }));
  return { steps, result: (values) => values as readonly T[] };
}

/** The driver's method for a feature, or `unsupported` with the reason and the remedy. */
export function requireMethod<F extends object, N extends keyof F>(
  { driver, alias }: Runtime,
  feature: Feature,
  facet: F,
  name: N,
): NonNullable<F[N]> {
  requireFeature(driver.capabilities, feature, alias);
  const method = facet[name];
  if (typeof method === 'function') return method.bind(facet);
  throw new NatError('internal', `the driver of ${alias} declares ${feature} but has no method for it`);
}

/** A facet not every cloud has, or `unsupported` with the reason its facts give. */
export function resourceOf<N extends keyof OptionalResources>(
  { driver, alias }: Runtime,
  name: N,
  feature: Feature,
): OptionalResources[N] {
  requireFeature(driver.capabilities, feature, alias);
  const facets: Partial<OptionalResources> = driver;
  const facet = facets[name];
  if (facet) return facet;
  throw unsupported(feature, alias, {
    supported: false,
    reason: `the driver has no ${name}`,
    remedy: 'use a cloud that has it',
    source: 'driver',
  });
}
