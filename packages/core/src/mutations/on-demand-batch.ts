import * as z from 'zod';
import type { ItemResult } from '../batch.ts';
import type { BatchItem, MutationPlan } from '../runtime/mutation-plan.ts';
import { plainJson } from '../runtime/plain-json.ts';
import { notSent } from './batch.ts';
import type { Target } from './define.ts';
import type { Mutation } from './names.ts';
import { adding, outlineOf, placesOf, type RuleOnDemand } from './on-demand.ts';
import type { Surroundings } from './surroundings.ts';

export const addAllOnDemandSchema = <Spec>(spec: z.core.$ZodType<Spec>) =>
  z.strictObject({
    rules: z.array(spec).min(1, 'must hold at least one rule'),
    attach: z.boolean().exactOptional(),
    atomic: z
      .literal(false, 'must be left out where public IPs are allocated or attached: no cloud takes that back')
      .exactOptional(),
  });

/** A rule of the batch, and the mutation that adds it by itself. */
export interface OnDemandItem<Rule> {
  readonly demand: RuleOnDemand<Rule>;
  readonly alone: { readonly mutation: Mutation; readonly input: object };
}

/**
 * Completes to one result per rule, in order. Each rule orders and attaches for itself, under tokens of its own, so that the batch is
 * resumed or repeated without buying twice. What a failed rule has bought or attached stays, and its error says so.
 */
export function addAllPlan<Rule extends { readonly id: string }>(
  target: Target,
  rules: readonly OnDemandItem<Rule>[],
  around: Surroundings<Rule>,
): MutationPlan<readonly ItemResult<Rule>[]> {
  const items = itemsOf(target, rules, around);
  return {
    steps: [],
    outline: rules.flatMap(({ demand }) => outlineOf(demand)),
    queued: 'per-step',
    run: async (steps) => {
      const results: ItemResult<Rule>[] = [];
      let end: Parameters<typeof notSent>[0] | undefined;
      for (const [index, item] of items.entries()) {
        if (end && !isBegun(item, steps.isKnown)) {
          results.push({ index, error: notSent(end) });
          continue;
        }
        const { value, error, final } = { final: false, ...(await steps.attemptItem(item)) };
        if (error) results.push({ index, error });
        else results.push({ index, id: (value as Rule).id, value: value as Rule });
        if (error && final) end = error;
      }
      return results;
    },
  };
}

function itemsOf<Rule extends { readonly id: string }>(
  target: Target,
  rules: readonly OnDemandItem<Rule>[],
  around: Surroundings<Rule>,
): readonly BatchItem[] {
  let first = 0;
  return rules.map(({ demand, alone: { mutation, input } }, index) => {
    const places = placesOf(demand);
    const item: BatchItem = {
      name: `${demand.kind.toUpperCase()} rule ${index + 1} of ${rules.length}`,
      first,
      places,
      alone: { mutation, input: plainJson(input) },
      run: adding(target, demand, around),
    };
    first += places;
    return item;
  });
}

const isBegun = ({ first, places }: BatchItem, isKnown: (index: number) => boolean): boolean =>
  Array.from({ length: places }, (_, place) => first + place).some(isKnown);
