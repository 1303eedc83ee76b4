import type { RunRecord, RunState } from '@polynat/engine';
import * as z from 'zod';
import { finalizeSchema, isSoak, switchedSchema, waits } from './cut-over/answers.ts';
import type { Drift } from './cut-over/drift.ts';
import { durationOf } from './cut-over/duration.ts';
import type { MigrationPlan } from './plan.ts';
import { procedureName } from './procedure.ts';
import { readPlan } from './read-plan.ts';
import type { Bindings } from './steps/bindings.ts';
import { learnFrom } from './steps/index.ts';

/**
 * A `waiting` run told by what it waits for: `awaiting-cut-over`, with the new gateway built and verified and the source untouched;
 * `soaking`, with both gateways there until a time is over; `awaiting-finalize`.
 */
export type MigrationState =
  | Exclude<RunState, 'waiting'>
  | 'awaiting-cut-over'
  | 'soaking'
  | 'awaiting-finalize';

/** A public IP of the source, and the one that replaces it. */
export interface AddressPair {
  readonly from: string;
  readonly to: string;
}

/** How far the migration of a gateway is, as its journal tells. */
export interface Migration {
  readonly run: string;
  readonly state: MigrationState;
  readonly source: string;
  /** The new gateway; absent before it is created. */
  readonly target?: string;
  /** What owners of routes, firewalls and DNS have to switch. */
  readonly pairs: readonly AddressPair[];
  /** `manual`: the new gateway carries no traffic until somebody points a route table at it. */
  readonly routes?: 'manual';
  /** Who said when that traffic uses the new gateway. */
  readonly cutOver?: Statement;
  readonly soak?: Soak;
  readonly finalized?: Statement;
  /** Whether the new gateway is verified, and so may carry traffic. */
  readonly isBuilt: boolean;
  /** Whether finalizing deletes the source. */
  readonly deletesSource: boolean;
}

export interface Statement {
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Soak {
  /** Milliseconds since 1970; absent before cut-over. */
  readonly until?: number;
  /** How the gateways differed each time they were looked at. */
  readonly watched: readonly Watch[];
}

export interface Watch extends Drift {
  readonly at: number;
}

/** The migration that a run carries out. `undefined` for other runs, and for plans up to version 2, which have no state of this kind. */
export function migrationOf(record: RunRecord): Migration | undefined {
  const plan = planIn(record);
  const source = plan?.source.ref;
  if (!plan?.cutOver || source === undefined) return undefined;
  const { ref: target, addresses } = knownTo(record, plan);
  const cutOver = statementIn(record, waits.cutOver, switchedSchema);
  const finalized = statementIn(record, waits.finalize, finalizeSchema);
  const { routes, soak, finalize } = plan.cutOver;
  return {
    run: record.id,
    state: stateOf(record),
    source,
    ...(target !== undefined && { target }),
    pairs: Object.entries(addresses).map(([from, to]) => ({ from, to })),
    ...(routes && { routes }),
    ...(cutOver && { cutOver }),
    ...(soak !== undefined && { soak: soakIn(record, cutOver && cutOver.at + durationOf(soak)) }),
    ...(finalized && { finalized }),
    isBuilt: record.steps.some(({ kind, state }) => kind === 'verify' && state === 'done'),
    deletesSource: finalize.some(({ kind }) => kind === 'source.delete'),
  };
}

function planIn({ procedure, input }: RunRecord) {
  return procedure === procedureName ? readPlan(input) : undefined;
}

/** What the steps that are done have found out. */
function knownTo({ steps }: RunRecord, { stages, addresses }: MigrationPlan): Bindings {
  const results = new Map(
    steps.flatMap(({ name, state, result }) =>
      state === 'done' && result !== undefined ? [[name, result] as const] : [],
    ),
  );
  return stages
    .flatMap((stage) => stage.steps)
    .reduce(
      (known: Bindings, step) => {
        const result = results.get(step.id);
        return result === undefined ? known : learnFrom(step, result, known);
      },
      { addresses },
    );
}

function stateOf({ state, outcome }: RunRecord): MigrationState {
  if (state !== 'waiting') return state;
  const name = outcome?.state === 'waiting' ? outcome.name : '';
  if (isSoak(name)) return 'soaking';
  return name === waits.finalize ? 'awaiting-finalize' : 'awaiting-cut-over';
}

/** The answer that a run has taken, or will take when somebody resumes it. */
function statementIn({ answers }: RunRecord, name: string, schema: z.core.$ZodType): Statement | undefined {
  const answer = answers.find(
    (one) =>
      one.name === name &&
      (one.state === 'taken' || one.state === 'given') &&
      z.safeParse(schema, one.value).success,
  );
  return answer && 'by' in answer ? { by: answer.by, at: answer.at } : undefined;
}

const driftSchema: z.core.$ZodType<Drift> = z.object({
  source: z.enum(['same', 'changed', 'gone']),
  target: z.array(z.string()),
});

function soakIn({ steps }: RunRecord, until: number | undefined): Soak {
  const watched = steps.flatMap(({ kind, result, endedAt }) => {
    const drift = kind === 'soak.watch' ? z.safeParse(driftSchema, result).data : undefined;
    return drift ? [{ at: endedAt ?? 0, ...drift }] : [];
  });
  return { ...(until !== undefined && { until }), watched };
}
