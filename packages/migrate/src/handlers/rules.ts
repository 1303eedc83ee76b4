import {
  type CallOptions,
  type DnatRule,
  type DnatSpec,
  dnatKey,
  type GatewayHandle,
  type Listing,
  type SnatRule,
  type SnatSpec,
} from '@polynat/core';
import type { OperationHandler } from '@polynat/engine';
import { leadsAlike, leavesAlike, sourceKey } from '../rule-keys.ts';
import { type HandlerContext, options } from './context.ts';
import { typed } from './typed.ts';

interface Rule<T> {
  readonly ref: string;
  readonly id: string;
  readonly rule: T;
  readonly before: T;
}

interface Known {
  readonly [name: string]: string;
  readonly id: string;
}

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

/** A rule is found again by what it does, so that no table gets it twice after a lost answer. */
export function addRule<T, R extends Identified>(
  { nat }: HandlerContext,
  table: Table<T, R>,
): OperationHandler {
  return typed<Rule<T>, Known>({
    async run({ ref, rule }, context) {
      const { id } = await table.of(nat.gateway(ref)).add(rule, options(context));
      return { id };
    },
    async probe({ ref, rule }, { signal }) {
      const rules = table.of(nat.gateway(ref)).list({ signal });
      const found = await rules.find((standing) => table.does(standing, rule));
      return found && { id: found.id };
    },
    async undo({ ref }, { id }, context) {
      await table.of(nat.gateway(ref)).remove(id, options(context));
    },
  });
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
