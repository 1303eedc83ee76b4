import {
  type CallOptions,
  type DnatRule,
  type DnatSpec,
  describeDnat,
  describeSnat,
  describeSource,
  dnatKey,
  type GatewayHandle,
  type ItemResult,
  type Listing,
  type Operation,
  type SnatRule,
  type SnatSpec,
} from '@polynat/core';
import type * as z from 'zod';
import { sameDestination, samePublicIps, sourceKey } from '../rule-keys.ts';
import { type Bindings, bindDnat, bindSnat } from './bindings.ts';
import { dnatShape, snatShape } from './shapes.ts';

interface Identified {
  readonly id: string;
}

/** The rules of one table of a gateway. */
interface Rules<T, R extends Identified> {
  list(filter: Readonly<Record<never, never>>, options: CallOptions): Listing<R>;
  add(rule: T, options: CallOptions): Operation<R>;
  addAll(rules: readonly T[], options: CallOptions): Operation<readonly ItemResult<R>[]>;
  replace(id: string, rule: T, options: CallOptions): Operation<R>;
  remove(id: string, options: CallOptions): Operation<void>;
  removeAll(ids: readonly string[], options: CallOptions): Operation<readonly ItemResult<void>[]>;
}

/** One of the two tables that gateways have, so that each verb is written once. */
export interface RuleTable<K extends 'snat' | 'dnat', T, R extends Identified> {
  readonly kind: K;
  readonly shape: z.core.$ZodType<T>;
  of(handle: GatewayHandle): Rules<T, R>;
  bind(rule: T, known: Bindings): T;
  /** The same for rules that cannot stand side by side. */
  keyOf(rule: T | R): string;
  /** Whether a rule that is there does what a spec asks. */
  does(existing: R, spec: T): boolean;
  describe(rule: T): string;
  /** As much as tells which one is removed. */
  describeRemoved(rule: T): string;
}

export const snatTable: RuleTable<'snat', SnatSpec, SnatRule> = {
  kind: 'snat',
  shape: snatShape,
  of: ({ snat }) => snat,
  bind: bindSnat,
  keyOf: ({ source }) => sourceKey(source),
  does: (existing, spec) =>
    sourceKey(existing.source) === sourceKey(spec.source) && samePublicIps(existing, spec),
  describe: describeSnat,
  describeRemoved: ({ source }) => describeSource(source),
};

export const dnatTable: RuleTable<'dnat', DnatSpec, DnatRule> = {
  kind: 'dnat',
  shape: dnatShape,
  of: ({ dnat }) => dnat,
  bind: bindDnat,
  keyOf: dnatKey,
  does: (existing, spec) => dnatKey(existing) === dnatKey(spec) && sameDestination(existing, spec),
  describe: describeDnat,
  describeRemoved: describeDnat,
};
