import { days } from '@polynat/core';
import type { RunRecord, StepRecord } from '@polynat/engine';
import * as z from 'zod';

/** What an earlier run did with an order: a gateway together with the expiry that was read. */
export interface EarlierOrder {
  readonly run: string;
  /** `open`: the run has not ended. `unknown`: it has, and may have paid. `unpaid`: it has not paid for certain. */
  readonly state: 'renewed' | 'unpaid' | 'unknown' | 'open';
  /** When it was renewed, in milliseconds since 1970, where that was noted. */
  readonly at?: number;
}

/** The latest word on each order, by `orderKey`. An order that was once renewed, or may have been, stays so. */
export type EarlierOrders = ReadonlyMap<string, EarlierOrder>;

export const orderKey = (ref: string, expires: number): string => `${ref} ${expires}`;

/**
 * Why nothing is paid for a gateway now, if an earlier run has just paid for it. Its term begins when the one before ends; where that
 * had ended already, the order could be given again at once, so it counts for a day.
 */
export function paidBefore(orders: EarlierOrders, ref: string, now: number): string | undefined {
  const own = `${ref} `;
  for (const [key, { run, state, at = 0 }] of orders) {
    if (state !== 'renewed' || !key.startsWith(own)) continue;
    if (Number(key.slice(own.length)) > now) return `run ${run} has paid for a term that has not begun yet`;
    if (at + days(1) > now) return `run ${run} has paid for it within a day`;
  }
  return undefined;
}

const renewalInput = z.object({
  operations: z.array(z.object({ kind: z.literal('fleet.renew'), args: z.json() })),
});
const orderArguments = z.object({ ref: z.string(), expires: z.number() });

/** `runs`: fleet runs, oldest first. */
export function earlierOrders(runs: readonly RunRecord[]): EarlierOrders {
  const orders = new Map<string, EarlierOrder>();
  for (const run of runs) {
    for (const [key, order] of ordersOf(run)) {
      const before = orders.get(key);
      if (before?.state !== 'renewed' && before?.state !== 'unknown') orders.set(key, order);
    }
  }
  return orders;
}

function ordersOf(run: RunRecord): readonly (readonly [key: string, order: EarlierOrder])[] {
  const { success, data } = renewalInput.safeParse(run.input);
  if (!success) return [];
  const steps = new Map(run.steps.map((step) => [step.name, step]));
  return data.operations.map(({ args }) => {
    const { ref, expires } = orderArguments.parse(args);
    const step = steps.get(ref);
    const at = step?.endedAt;
    const order = { run: run.id, state: stateOf(run, step), ...(at !== undefined && { at }) };
    return [orderKey(ref, expires), order] as const;
  });
}

const ended: ReadonlySet<RunRecord['state']> = new Set(['done', 'rolled-back']);

function stateOf(run: RunRecord, step: StepRecord | undefined): EarlierOrder['state'] {
  if (step?.state === 'done') return 'renewed';
  if (!ended.has(run.state)) return 'open';
  if (step === undefined || (step.state === 'failed' && step.failure?.outcome === 'none')) return 'unpaid';
  return 'unknown';
}
