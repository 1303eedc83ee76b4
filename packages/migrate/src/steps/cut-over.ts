import type { OperationContext } from '@polynat/engine';
import * as z from 'zod';
import type { CutOver, StepContext } from './context.ts';
import { defineStep } from './define-step.ts';
import { nothing, text, textByText, texts } from './shapes.ts';

export interface SwitchTraffic {
  readonly source: string;
  readonly changes: readonly string[];
  /** Absent in plans of version 0.1. */
  readonly routes?: 'manual';
}

interface Bound extends SwitchTraffic {
  /** Which public IP replaces which one of the source. */
  readonly bound: CutOver['addresses'];
}

const fields = { source: text, changes: texts, routes: z.literal('manual').exactOptional() };
const [args, bound]: [z.core.$ZodType<SwitchTraffic>, z.core.$ZodType<Bound>] = [
  z.object(fields),
  z.object({ ...fields, bound: textByText }),
];

/** The two steps of plans up to version 2; see `cut-over/procedure.ts` for what came after. Recorded before the cut-over, so that a rollback from then on first has traffic moved back. */
export const startCutOver = defineStep({
  kind: 'cut-over.start',
  args,
  bound,
  result: nothing,
  bind: (plan, { addresses }) => ({ ...plan, bound: addresses }),
  run: async () => null,
  probe: async () => null,
  undo: async (context, change, _result, operation) =>
    context.revertCutOver(await asked(context, change, operation)),
});

/** Asking again after a crash does no harm; taking a half-asked question for answered would. */
export const cutOver = defineStep({
  kind: 'cut-over',
  args,
  bound,
  result: nothing,
  bind: (plan, { addresses }) => ({ ...plan, bound: addresses }),
  async run(context, change, operation) {
    await context.cutOver(await asked(context, change, operation));
    return null;
  },
});

async function asked(
  { runSoFar }: StepContext,
  { bound: addresses, ...change }: Bound,
  { run }: OperationContext,
): Promise<CutOver> {
  const { created: target = '' } = await runSoFar(run);
  return { ...change, target, addresses };
}
