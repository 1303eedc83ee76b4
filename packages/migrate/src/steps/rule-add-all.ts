import { type DnatSpec, type SnatSpec, valuesOf } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import * as z from 'zod';
import { onGateway } from './bindings.ts';
import { completed, furtherOptions, options, type StepContext } from './context.ts';
import { defineStep } from './define-step.ts';
import { goesWithGateway } from './own-gateway.ts';
import { dnatTable, type RuleTable, snatTable } from './rule-tables.ts';
import { text, texts } from './shapes.ts';

/** Rules of a gateway that the run has created, in one request where the cloud takes several. */
export interface AddRules<T> {
  readonly rules: readonly T[];
}

interface Bound<T> extends AddRules<T> {
  readonly ref: string;
}

type Added = {
  /** One for each rule, in their order. */
  readonly ids: readonly string[];
};

const added: z.core.$ZodType<Added> = z.object({ ids: texts });

const addingAllTo = <K extends 'snat' | 'dnat', T extends object, R extends { readonly id: string }>(
  table: RuleTable<K, T, R>,
) =>
  defineStep<`${K}.addAll`, AddRules<T>, Bound<T>, Added>({
    kind: `${table.kind}.addAll`,
    args: z.object({ rules: z.array(table.shape) }),
    bound: z.object({ ref: text, rules: z.array(table.shape) }),
    result: added,
    bind: ({ rules }, known, step) =>
      onGateway(known, step, { rules: rules.map((rule) => table.bind(rule, known)) }),
    run: (context, args, operation) => addMissing(context, table, args, operation),
    /** Every rule there does what one of the batch asks is its own. A rollback has to remove those that are there, however few. */
    async probe(context, args, operation) {
      const ids = (await idsOf(context, table, args, operation)).filter((id) => id !== undefined);
      const isThere = operation.undoing ? ids.length > 0 : ids.length === args.rules.length;
      return isThere ? { ids } : undefined;
    },
    async undo(context, { ref }, { ids }, operation) {
      if (await goesWithGateway(context, ref, operation)) return;
      const rules = table.of(context.nat.gateway(ref));
      valuesOf(await completed(rules.removeAll(ids, options(operation)), operation));
    },
    details: ({ rules }) => rules.map(table.describe),
  });

/** The first try sends all. A later one reads the list once and sends what is missing, which is another request with another token. */
async function addMissing<K extends 'snat' | 'dnat', T, R extends { readonly id: string }>(
  context: StepContext,
  table: RuleTable<K, T, R>,
  args: Bound<T>,
  operation: OperationContext,
): Promise<Added> {
  const isFirst = operation.attempt === 1 && !operation.resumed;
  const known = isFirst ? args.rules.map(() => undefined) : await idsOf(context, table, args, operation);
  const missing = args.rules.filter((_rule, index) => known[index] === undefined);
  const call = missing.length === args.rules.length ? options(operation) : furtherOptions(operation);
  const rules = table.of(context.nat.gateway(args.ref));
  const made = missing.length === 0 ? [] : valuesOf(await completed(rules.addAll(missing, call), operation));
  const ids = made.map(({ id }) => id);
  return { ids: known.map((id) => id ?? ids.shift() ?? '') };
}

/** The id of each rule that is there already. */
async function idsOf<K extends 'snat' | 'dnat', T, R extends { readonly id: string }>(
  { nat }: StepContext,
  table: RuleTable<K, T, R>,
  { ref, rules }: Bound<T>,
  { signal }: OperationContext,
): Promise<readonly (string | undefined)[]> {
  const existing = new Map<string, R[]>();
  for await (const rule of table.of(nat.gateway(ref)).list({}, { signal })) {
    const key = table.keyOf(rule);
    existing.set(key, [...(existing.get(key) ?? []), rule]);
  }
  return rules.map((rule) => existing.get(table.keyOf(rule))?.find((found) => table.does(found, rule))?.id);
}

export const addSnatRules = addingAllTo(snatTable);
export const addDnatRules = addingAllTo(dnatTable);

/** Neither is the size of a request documented, nor what a larger one costs when it fails. */
const atOnce = 100;

const batchesOf = <T>(rules: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rules.length / atOnce) }, (_, batch) =>
    rules.slice(batch * atOnce, (batch + 1) * atOnce),
  );

export const addAllSnat = (rules: readonly SnatSpec[]) =>
  batchesOf(rules).map((batch, index) =>
    addSnatRules.step(`snat-batch/${index}`, { rules: batch }, `add ${batch.length} SNAT rules`),
  );

export const addAllDnat = (rules: readonly DnatSpec[]) =>
  batchesOf(rules).map((batch, index) =>
    addDnatRules.step(`dnat-batch/${index}`, { rules: batch }, `add ${batch.length} DNAT rules`),
  );
