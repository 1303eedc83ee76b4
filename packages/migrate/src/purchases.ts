import type { RunRecord, StepRecord } from '@polynat/engine';
import type { MigrationPlan } from './plan.ts';
import type { Purchase, PurchaseReader } from './purchase.ts';
import { stepTypes } from './steps/index.ts';

/** What a run has done to the bill, so that anybody can compare it with the cloud. */
export interface Purchases {
  readonly bought: readonly Purchase[];
  readonly undone: readonly Purchase[];
  /** What it has bought and neither undone nor handed over as its result, and what it may have bought. */
  readonly left: readonly Purchase[];
}

const readers: Readonly<Record<string, PurchaseReader>> = Object.fromEntries(
  Object.values(stepTypes).flatMap(({ kind, costs }) => (costs ? [[kind, costs]] : [])),
);

/** How many purchases a plan makes. */
export const plannedPurchases = ({ stages }: MigrationPlan): number =>
  stages.flatMap(({ steps }) => steps).filter(({ kind }) => kind in readers).length;

/** Reads what a run has bought from its journal. `further` reads the steps of other packages. */
export function purchasesOf(
  { steps, state }: Pick<RunRecord, 'steps' | 'state'>,
  further: Readonly<Record<string, PurchaseReader>> = {},
): Purchases {
  const readerOf = { ...readers, ...further };
  const read = (held: (step: StepRecord) => boolean): readonly Purchase[] =>
    steps.filter(held).flatMap(({ name, kind, args, result }) => {
      const bought = readerOf[kind]?.(args, result);
      return bought ? [{ ...bought, step: name }] : [];
    });
  const kept = read((step) => step.state === 'done');
  const unknown = read(mayHaveHappened).map((purchase) => ({ ...purchase, outcome: 'unknown' as const }));
  return {
    bought: read(({ result }) => result !== undefined),
    undone: read((step) => step.state === 'undone' && step.result !== undefined),
    left: [...(state === 'done' ? [] : kept), ...unknown],
  };
}

const mayHaveHappened = ({ state, failure }: StepRecord): boolean =>
  state === 'started' || (state === 'failed' && failure?.outcome === 'unknown');
