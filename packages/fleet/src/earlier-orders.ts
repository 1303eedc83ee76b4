import type { RunRecord, StepRecord } from '@polynat/engine';
import * as z from 'zod';

/** What an earlier run did with an order: a gateway together with the expiry that was read. */
export interface EarlierOrder {
  readonly run: string;
  /** `open`: the run has not ended. `unknown`: it has, and may have paid. `unpaid`: it has not paid for certain. */
  readonly state: 'renewed' | 'unpaid' | 'unknown' | 'open';
}

/** The latest word on each order, by `orderKey`. An order that was once renewed, or may have been, stays so. */
export type EarlierOrders = ReadonlyMap<string, EarlierOrder>;

export const orderKey = (ref: string, expires: number): string => `${ref} ${expires}`;

/** The run that has paid for a term of the gateway that has not begun yet: terms begin when the one before ends. */
export function paidAhead(orders: EarlierOrders, ref: string, now: number): string | undefined {
  const own = `${ref} `;
  for (const [key, { run, state }] of orders)
    if (state === 'renewed' && key.startsWith(own) && Number(key.slice(own.length)) > now) return run;
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
    for (const [key, state] of ordersOf(run)) {
      const before = orders.get(key);
      if (before?.state !== 'renewed' && before?.state !== 'unknown') orders.set(key, { run: run.id, state });
    }
  }
  return orders;
}

function ordersOf(run: RunRecord): readonly (readonly [key: string, state: EarlierOrder['state']])[] {
  const { success, data } = renewalInput.safeParse(run.input);
  if (!success) return [];
  const steps = new Map(run.steps.map((step) => [step.name, step]));
  return data.operations.map(({ args }) => {
    const { ref, expires } = orderArguments.parse(args);
    return [orderKey(ref, expires), stateOf(run, steps.get(ref))] as const;
  });
}

const ended: ReadonlySet<RunRecord['state']> = new Set(['done', 'rolled-back']);

function stateOf(run: RunRecord, step: StepRecord | undefined): EarlierOrder['state'] {
  if (step?.state === 'done') return 'renewed';
  if (!ended.has(run.state)) return 'open';
  if (step === undefined || (step.state === 'failed' && step.failure?.outcome === 'none')) return 'unpaid';
  return 'unknown';
}
