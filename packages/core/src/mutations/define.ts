import type * as z from 'zod';
import type { Call } from '../call.ts';
import { type Feature, requireFeature, unsupported } from '../capabilities.ts';
import type { OptionalResources } from '../driver.ts';
import { NatError } from '../errors.ts';
import type { GatewayKey } from '../model/gateway-key.ts';
import type { Receipt } from '../receipt.ts';
import type { MutationPlan, Request } from '../runtime/mutation-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** One mutation: the shape of its input, and how a checked input becomes steps against the driver. */
export interface MutationDefinition<I, T> {
  readonly input: z.core.$ZodType<I>;
  readonly plan: (runtime: Runtime, key: GatewayKey | undefined, input: I) => MutationPlan<T>;
}

/** A mutation of a whole cloud, such as allocating an address. */
export function onCloud<I, T>(
  input: z.core.$ZodType<I>,
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
  input: z.core.$ZodType<I>,
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

/** A plan whose requests are completed in order, until one fails. */
export function inOrder<T>(
  steps: readonly Request[],
  result: (values: readonly unknown[]) => T,
  notice?: string,
): MutationPlan<T> {
  return {
    steps,
    ...(notice !== undefined && { notice }),
    run: async ({ complete }) => {
      const values: unknown[] = [];
      for (const index of steps.keys()) values.push(await complete(index, values));
      return result(values);
    },
  };
}

/** A plan of one request, settling to what its receipt promises. */
export const singleStep = <T>(name: string, start: (call: Call) => Promise<Receipt<T>>): MutationPlan<T> =>
  inOrder([{ name, start }], ([value]) => value as T);

/** The driver's method for a feature, or `unsupported` with the reason and the remedy. */
export function requireMethod<F extends object, N extends keyof F>(
  { driver, alias }: Runtime,
  feature: Feature,
  facet: F,
  name: N,
  field?: string,
): NonNullable<F[N]> {
  requireFeature(driver.capabilities, feature, alias, field);
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
