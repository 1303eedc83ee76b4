import { type DnatSpec, NatError, type SnatSpec } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import * as z from 'zod';
import { onGateway } from './bindings.ts';
import { completed, options, type StepContext } from './context.ts';
import { defineStep } from './define-step.ts';
import { cannotTell, recognisesOrder, tellIt } from './orders.ts';
import { goesWithGateway } from './own-gateway.ts';
import { dnatTable, type RuleTable, snatTable } from './rule-tables.ts';
import { text } from './shapes.ts';

export interface AddRule<T> {
  readonly rule: T;
}

type Added = {
  readonly id: string;
  /** Where the rule was found on a gateway that others may change too: whether it is known to be theirs, or not known whose it is. */
  readonly madeBy?: 'others' | 'unknown';
};

const added: z.core.$ZodType<Added> = z.object({
  id: text,
  madeBy: z.enum(['others', 'unknown']).exactOptional(),
});

interface Bound<T> extends AddRule<T> {
  readonly ref: string;
}

/** A rule is found again by what it does, so that no table gets it twice after a lost answer. */
const addingTo = <K extends 'snat' | 'dnat', T extends object, R extends { readonly id: string }>(
  table: RuleTable<K, T, R>,
) =>
  defineStep<`${K}.add`, AddRule<T>, Bound<T>, Added>({
    kind: `${table.kind}.add`,
    args: z.object({ rule: table.shape }),
    bound: z.object({ ref: text, rule: table.shape }),
    result: added,
    bind: (args, known, step) => onGateway(known, step, { ...args, rule: table.bind(args.rule, known) }),
    run: (context, args, operation) => add(context, table, args, operation),
    /** On a gateway that this run has created every rule is its own. */
    async probe(context, args, operation) {
      const { nat } = context;
      const handle = nat.gateway(args.ref);
      const rules = table.of(handle).list({}, { signal: operation.signal });
      const found = await rules.find((existing) => table.does(existing, args.rule));
      if (!found) return undefined;
      const { created } = await context.runSoFar(operation.run);
      if (created === args.ref) return { id: found.id };
      if (!recognisesOrder(context, handle.ref.cloud, operation)) return { id: found.id, madeBy: 'unknown' };
      return addAgain(() => add(context, table, args, operation), found.id);
    },
    async undo(context, { ref }, { id, madeBy }, operation) {
      const { nat } = context;
      if (madeBy === 'others' || (await goesWithGateway(context, ref, operation))) return;
      if (madeBy === 'unknown' && operation.stated?.left !== id) {
        const remedy = `find out who did, then ${tellIt(operation, id)}`;
        throw cannotTell(`this run added rule ${id} to ${ref}`, remedy);
      }
      await completed(table.of(nat.gateway(ref)).remove(id, options(operation)), operation);
    },
  });

async function add<K extends 'snat' | 'dnat', T, R extends { readonly id: string }>(
  { nat }: StepContext,
  table: RuleTable<K, T, R>,
  { ref, rule }: Bound<T>,
  operation: OperationContext,
): Promise<Added> {
  const { id } = await completed(table.of(nat.gateway(ref)).add(rule, options(operation)), operation);
  return { id };
}

/** A cloud that recognises the request answers with its rule; one that refuses it as a double has it from somebody else. */
async function addAgain(add: () => Promise<Added>, found: string): Promise<Added> {
  try {
    return await add();
  } catch (thrown) {
    const isDouble = NatError.is(thrown, 'already-exists') || NatError.is(thrown, 'conflict');
    if (isDouble && thrown.outcome === 'none') return { id: found, madeBy: 'others' };
    throw thrown;
  }
}

export const addSnatRule = addingTo(snatTable);
export const addDnatRule = addingTo(dnatTable);

export const addSnat = (rule: SnatSpec, index: number) =>
  addSnatRule.step(`snat/${index}`, { rule }, `add SNAT ${snatTable.describe(rule)}`);

export const addDnat = (rule: DnatSpec, index: number) =>
  addDnatRule.step(`dnat/${index}`, { rule }, `add DNAT ${dnatTable.describe(rule)}`);
