import type { DnatSpec, SnatSpec } from '@polynat/core';
import * as z from 'zod';
import { onGateway } from './bindings.ts';
import { completed, options } from './context.ts';
import { defineStep, type StepType } from './define-step.ts';
import { dnatTable, type RuleTable, snatTable } from './rule-tables.ts';
import { nothing, text } from './shapes.ts';

export interface RemoveRule<T> {
  readonly id: string;
  /** The rule as it would be added again. */
  readonly before: T;
}

const removingFrom = <K extends 'snat' | 'dnat', T extends object, R extends { readonly id: string }>(
  table: RuleTable<K, T, R>,
): StepType<`${K}.remove`, RemoveRule<T>> => {
  const fields = { id: text, before: table.shape };
  return defineStep({
    kind: `${table.kind}.remove`,
    args: z.object(fields),
    bound: z.object({ ref: text, ...fields }),
    result: nothing,
    bind: (args, known, step) => onGateway(known, step, args),
    async run({ nat }, { ref, id }, operation) {
      await completed(table.of(nat.gateway(ref)).remove(id, options(operation)), operation);
      return null;
    },
    async probe({ nat }, { ref, before }, { signal }) {
      const rules = table.of(nat.gateway(ref)).list({}, { signal });
      return (await rules.find((existing) => table.does(existing, before))) ? undefined : null;
    },
    async undo({ nat }, { ref, before }, _result, operation) {
      await completed(table.of(nat.gateway(ref)).add(before, options(operation)), operation);
    },
  });
};

export const removeSnatRule = removingFrom(snatTable);
export const removeDnatRule = removingFrom(dnatTable);

export const removeSnat = (args: RemoveRule<SnatSpec>, note = '') =>
  removeSnatRule.step(
    `snat-remove/${args.id}`,
    args,
    `remove SNAT ${args.id}: ${snatTable.describeRemoved(args.before)}${note}`,
  );

export const removeDnat = (args: RemoveRule<DnatSpec>, note = '') =>
  removeDnatRule.step(
    `dnat-remove/${args.id}`,
    args,
    `remove DNAT ${args.id}: ${dnatTable.describeRemoved(args.before)}${note}`,
  );
