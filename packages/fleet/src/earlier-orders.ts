import { days, NatError } from '@polynat/core';
import type { RunRecord, StepRecord } from '@polynat/engine';
import * as z from 'zod';
import { type Parts, partsSchema } from './parts/parts.ts';
import { hasEnded } from './run-states.ts';
import { workSchema } from './work.ts';

/** What an earlier run did with an order: a gateway together with what was read of it, such as its expiry. */
export interface EarlierOrder {
  readonly run: string;
  /** `open`: the run has not ended. `unknown`: it has, and may have paid. `unpaid`: it has not paid for certain. */
  readonly state: 'paid' | 'unpaid' | 'unknown' | 'open';
  /** When it was paid, in milliseconds since 1970, where that was noted. */
  readonly at?: number;
}

/** The latest word on each order, by its key. An order that was once paid, or may have been, stays so. */
export type EarlierOrders = ReadonlyMap<string, EarlierOrder>;

/** How orders of one kind are known again: by their arguments. `undefined` for those that are too old to be. */
export interface OrderKind {
  readonly kind: string;
  keyOf(args: unknown): string | undefined;
}

const orderKeyOf = z.object({ ref: z.string(), expires: z.number() });

export const orderKey = (ref: string, expires: number): string => `${ref} ${expires}`;

export const renewalOrders: OrderKind = {
  kind: 'fleet.renew',
  keyOf(args) {
    const { ref, expires } = orderKeyOf.parse(args);
    return orderKey(ref, expires);
  },
};

/**
 * Why nothing is paid for a gateway now, if an earlier run has just paid for it. Its term begins when the one before ends; where that
 * had ended already, the order could be given again at once, so it counts for a day.
 */
export function paidBefore(orders: EarlierOrders, ref: string, now: number): string | undefined {
  const own = `${ref} `;
  for (const [key, { run, state, at = 0 }] of orders) {
    if (state !== 'paid' || !key.startsWith(own)) continue;
    if (Number(key.slice(own.length)) > now) return `run ${run} has paid for a term that has not begun yet`;
    if (at + days(1) > now) return `run ${run} has paid for it within a day`;
  }
  return undefined;
}

const workInput = workSchema.pick({ operations: true });

/** `runs`: fleet runs, oldest first. A run comes before its parts, which know better. */
export function earlierOrders(runs: readonly RunRecord[], kind: OrderKind): EarlierOrders {
  const orders = new Map<string, EarlierOrder>();
  for (const run of runs) {
    for (const [key, order] of ordersOf(run, kind)) {
      const before = orders.get(key);
      if (before?.state !== 'paid' && before?.state !== 'unknown') orders.set(key, order);
    }
  }
  return orders;
}

type KeyedOrder = readonly [key: string, order: EarlierOrder];

function ordersOf(run: RunRecord, kind: OrderKind): readonly KeyedOrder[] {
  const divided = partsSchema.safeParse(run.input).data;
  if (divided) return hasEnded(run) ? [] : ordersToCome(run, divided, kind);
  const { data } = workInput.safeParse(run.input);
  const steps = new Map(run.steps.map((step) => [step.name, step]));
  return (data?.operations ?? []).flatMap(({ name, kind: own, args }) => {
    const key = own === kind.kind ? kind.keyOf(args) : undefined;
    if (key === undefined) return [];
    const step = steps.get(name);
    const at = step?.endedAt;
    return [[key, { run: run.id, state: stateOf(run, step), ...(at !== undefined && { at }) }] as const];
  });
}

/** Parts that have not begun yet have no run of their own. */
function ordersToCome({ id }: RunRecord, { parts }: Parts, kind: OrderKind): readonly KeyedOrder[] {
  return parts
    .flatMap((part) => part.operations)
    .flatMap(({ kind: own, args }) => {
      const key = own === kind.kind ? kind.keyOf(args) : undefined;
      return key === undefined ? [] : [[key, { run: id, state: 'open' }] as const];
    });
}

function stateOf(run: RunRecord, step: StepRecord | undefined): EarlierOrder['state'] {
  if (step?.state === 'done') return 'paid';
  if (!hasEnded(run)) return 'open';
  if (step === undefined || (step.state === 'failed' && step.failure?.outcome === 'none')) return 'unpaid';
  return 'unknown';
}

/** What it orders is not known before it ends. */
export const stillOpen = (run: string): NatError =>
  new NatError('conflict', `run ${run} has not ended`, { remedy: `wait for it, or resume run ${run}` });

/** Money is not spent on a guess: what may have been paid is left to a person. */
export const notAgain = ({ run, state }: EarlierOrder): NatError =>
  state === 'open'
    ? stillOpen(run)
    : new NatError('failed-precondition', `run ${run} may have paid, and the expiry has not changed`, {
        remedy: 'look for the order in the console of the cloud; renew the gateway alone when there is none',
      });
