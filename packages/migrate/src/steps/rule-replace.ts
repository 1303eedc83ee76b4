import type { DnatSpec, SnatSpec } from '@polynat/core';
import * as z from 'zod';
import { onGateway } from './bindings.ts';
import { completed, options } from './context.ts';
import { defineStep, type StepType } from './define-step.ts';
import { dnatTable, type RuleTable, snatTable } from './rule-tables.ts';
import { text } from './shapes.ts';

export interface ReplaceRule<T> {
  readonly id: string;
  readonly before: T;
  readonly rule: T;
}

/** A cloud may give the changed rule another id. */
const replacingIn = <K extends 'snat' | 'dnat', T extends object, R extends { readonly id: string }>(
  table: RuleTable<K, T, R>,
): StepType<`${K}.replace`, ReplaceRule<T>> => {
  const fields = { id: text, before: table.shape, rule: table.shape };
  return defineStep({
    kind: `${table.kind}.replace`,
    args: z.object(fields),
    bound: z.object({ ref: text, ...fields }),
    result: z.object({ id: text }),
    bind: (args, known, step) => onGateway(known, step, { ...args, rule: table.bind(args.rule, known) }),
    async run({ nat }, { ref, id, rule }, operation) {
      const replacing = table.of(nat.gateway(ref)).replace(id, rule, options(operation));
      const replaced = await completed(replacing, operation);
      return { id: replaced.id };
    },
    async probe({ nat }, { ref, rule }, { signal }) {
      const rules = table.of(nat.gateway(ref)).list({}, { signal });
      const found = await rules.find((existing) => table.does(existing, rule));
      return found && { id: found.id };
    },
    async undo({ nat }, { ref, before }, { id }, operation) {
      await completed(table.of(nat.gateway(ref)).replace(id, before, options(operation)), operation);
    },
  });
};

export const replaceSnatRule = replacingIn(snatTable);
export const replaceDnatRule = replacingIn(dnatTable);

export const replaceSnat = (args: ReplaceRule<SnatSpec>) =>
  replaceSnatRule.step(
    `snat-replace/${args.id}`,
    args,
    `change SNAT ${args.id}: ${snatTable.describe(args.rule)}`,
  );

export const replaceDnat = (args: ReplaceRule<DnatSpec>) =>
  replaceDnatRule.step(
    `dnat-replace/${args.id}`,
    args,
    `change DNAT ${args.id}: ${dnatTable.describe(args.rule)}`,
  );
