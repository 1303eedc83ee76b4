import {
  type CallOptions,
  type DnatRule,
  type DnatSpec,
  dnatKey,
  type GatewayHandle,
  type Listing,
  NatError,
  type SnatRule,
  type SnatSpec,
} from '@polynat/core';
import type { OperationContext, OperationHandler } from '@polynat/engine';
import { leadsAlike, leavesAlike, sourceKey } from '../rule-keys.ts';
import { type HandlerContext, options } from './context.ts';
import { afterwards, cannotTell, recognisesOrder } from './orders.ts';
import { typed } from './typed.ts';

interface Rule<T> {
  readonly ref: string;
  readonly id: string;
  readonly rule: T;
  readonly before: T;
}

type Known = {
  readonly id: string;
};

interface Identified {
  readonly id: string;
}

/** The rules of one table of a gateway. */
interface Rules<T, R extends Identified> {
  list(options: CallOptions): Listing<R>;
  add(rule: T, options: CallOptions): PromiseLike<R>;
  replace(id: string, rule: T, options: CallOptions): PromiseLike<R>;
  remove(id: string, options: CallOptions): PromiseLike<void>;
}

/** One of the two tables every gateway has, so that each verb is written once. */
interface Table<T, R extends Identified> {
  of(handle: GatewayHandle): Rules<T, R>;
  /** Whether a rule that stands does what a spec asks. */
  does(standing: R, spec: T): boolean;
}

export const snatTable: Table<SnatSpec, SnatRule> = {
  of: ({ snat }) => snat,
  does: (standing, spec) =>
    sourceKey(standing.source) === sourceKey(spec.source) && leavesAlike(standing, spec),
};

export const dnatTable: Table<DnatSpec, DnatRule> = {
  of: ({ dnat }) => dnat,
  does: (standing, spec) => dnatKey(standing) === dnatKey(spec) && leadsAlike(standing, spec),
};

type Added = {
  readonly id: string;
  /** Where the rule was found on a gateway that others may change too: whether it is known to be theirs, or nobody can tell. */
  readonly madeBy?: 'others' | 'unknown';
};

/** A rule is found again by what it does, so that no table gets it twice after a lost answer. */
export function addRule<T, R extends Identified>(
  context: HandlerContext,
  table: Table<T, R>,
): OperationHandler {
  const { nat, runSoFar } = context;
  const add = async ({ ref, rule }: Rule<T>, operation: OperationContext): Promise<Added> => {
    const { id } = await table.of(nat.gateway(ref)).add(rule, options(operation));
    return { id };
  };
  return typed<Rule<T>, Added>({
    run: add,
    /** On a gateway that this run has created every rule is its own. */
    async probe(args, operation) {
      const rules = table.of(nat.gateway(args.ref)).list({ signal: operation.signal });
      const found = await rules.find((standing) => table.does(standing, args.rule));
      if (!found) return undefined;
      const { created } = await runSoFar(operation.run);
      if (created === args.ref) return { id: found.id };
      const { cloud } = nat.gateway(args.ref).ref;
      if (!recognisesOrder(context, cloud, operation)) return { id: found.id, madeBy: 'unknown' };
      return addAgain(() => add(args, operation), found.id);
    },
    async undo({ ref }, { id, madeBy }, operation) {
      if (madeBy === 'others') return;
      if (madeBy === 'unknown') {
        const remedy = `remove it by hand if it did, then ${afterwards(operation)}`;
        throw cannotTell(`this run added rule ${id} to ${ref}`, remedy);
      }
      await table.of(nat.gateway(ref)).remove(id, options(operation));
    },
  });
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

/** A cloud may give the changed rule another id. */
export function replaceRule<T, R extends Identified>(
  { nat }: HandlerContext,
  table: Table<T, R>,
): OperationHandler {
  return typed<Rule<T>, Known>({
    async run({ ref, id, rule }, context) {
      const replaced = await table.of(nat.gateway(ref)).replace(id, rule, options(context));
      return { id: replaced.id };
    },
    async probe({ ref, rule }, { signal }) {
      const rules = table.of(nat.gateway(ref)).list({ signal });
      const found = await rules.find((standing) => table.does(standing, rule));
      return found && { id: found.id };
    },
    async undo({ ref, before }, { id }, context) {
      await table.of(nat.gateway(ref)).replace(id, before, options(context));
    },
  });
}

export function removeRule<T, R extends Identified>(
  { nat }: HandlerContext,
  table: Table<T, R>,
): OperationHandler {
  return typed<Omit<Rule<T>, 'rule'>, null>({
    async run({ ref, id }, context) {
      await table.of(nat.gateway(ref)).remove(id, options(context));
      return null;
    },
    async probe({ ref, before }, { signal }) {
      const rules = table.of(nat.gateway(ref)).list({ signal });
      return (await rules.find((standing) => table.does(standing, before))) ? undefined : null;
    },
    async undo({ ref, before }, _result, context) {
      await table.of(nat.gateway(ref)).add(before, options(context));
    },
  });
}
