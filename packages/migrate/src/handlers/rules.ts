import {
  type Clouds,
  type DnatRule,
  type DnatSpec,
  dnatKey,
  type SnatRule,
  type SnatSpec,
} from '@polynat/core';
import type { OperationHandler } from '@polynat/engine';
import { sourceKey } from '../rule-keys.ts';
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

/** The same two faces for both tables, so that each verb is written once. */
interface Table<T, R extends { readonly id: string }> {
  find(nat: Clouds, ref: string, rule: T, signal: AbortSignal): Promise<R | undefined>;
  add(nat: Clouds, ref: string, rule: T, context: Parameters<typeof options>[0]): PromiseLike<R>;
  replace(
    nat: Clouds,
    ref: string,
    id: string,
    rule: T,
    context: Parameters<typeof options>[0],
  ): PromiseLike<R>;
  remove(nat: Clouds, ref: string, id: string, context: Parameters<typeof options>[0]): PromiseLike<void>;
}

export const snatTable: Table<SnatSpec, SnatRule> = {
  find: (nat, ref, rule, signal) =>
    nat
      .gateway(ref)
      .snat.list({ signal })
      .find((known) => sourceKey(known.source) === sourceKey(rule.source) && sameThrough(known, rule)),
  add: (nat, ref, rule, context) => nat.gateway(ref).snat.add(rule, options(context)),
  replace: (nat, ref, id, rule, context) => nat.gateway(ref).snat.replace(id, rule, options(context)),
  remove: (nat, ref, id, context) => nat.gateway(ref).snat.remove(id, options(context)),
};

export const dnatTable: Table<DnatSpec, DnatRule> = {
  find: (nat, ref, rule, signal) =>
    nat
      .gateway(ref)
      .dnat.list({ signal })
      .find((known) => dnatKey(known) === dnatKey(rule) && samePrivate(known, rule)),
  add: (nat, ref, rule, context) => nat.gateway(ref).dnat.add(rule, options(context)),
  replace: (nat, ref, id, rule, context) => nat.gateway(ref).dnat.replace(id, rule, options(context)),
  remove: (nat, ref, id, context) => nat.gateway(ref).dnat.remove(id, options(context)),
};

const sameThrough = ({ through }: SnatRule, rule: SnatSpec): boolean =>
  !rule.through || [...through].sort().join() === [...rule.through].sort().join();

const samePrivate = (known: DnatRule, rule: DnatSpec): boolean =>
  JSON.stringify([known.private.address, known.private.ports]) ===
  JSON.stringify([rule.private.address, rule.private.ports]);

/** A rule is found again by what it does, so that no table gets it twice after a lost answer. */
export function addRule<T, R extends { readonly id: string }>(
  { nat }: HandlerContext,
  table: Table<T, R>,
): OperationHandler {
  return typed<Rule<T>, Known>({
    async run({ ref, rule }, context) {
      return { id: (await table.add(nat, ref, rule, context)).id };
    },
    async probe({ ref, rule }, context) {
      const found = await table.find(nat, ref, rule, context.signal);
      return found && { id: found.id };
    },
    async undo({ ref }, result, context) {
      await table.remove(nat, ref, result.id, context);
    },
  });
}

export function replaceRule<T, R extends { readonly id: string }>(
  { nat }: HandlerContext,
  table: Table<T, R>,
): OperationHandler {
  return typed<Rule<T>, Known>({
    async run({ ref, id, rule }, context) {
      return { id: (await table.replace(nat, ref, id, rule, context)).id };
    },
    async undo({ ref, before }, result, context) {
      await table.replace(nat, ref, result.id, before, context);
    },
  });
}

export function removeRule<T, R extends { readonly id: string }>(
  { nat }: HandlerContext,
  table: Table<T, R>,
): OperationHandler {
  return typed<Rule<T>, null>({
    async run({ ref, id }, context) {
      await table.remove(nat, ref, id, context);
      return null;
    },
    async undo({ ref, before }, _result, context) {
      await table.add(nat, ref, before, context);
    },
  });
}
