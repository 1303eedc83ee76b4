import type { MigrationPlan } from '@polynat/migrate';
import type { Run } from '../api/types.ts';

/** One step of a run as its timeline shows it. */
export interface TimelineStep {
  readonly id: string;
  readonly summary: string;
  /** Of a step that no plan describes. */
  readonly kind?: string;
  readonly state: 'planned' | 'started' | 'done' | 'failed' | 'undone';
  readonly at?: number;
  readonly why?: string;
}

export interface TimelineStage {
  /** Title of a stage of the plan; `steps` for runs without stages. */
  readonly title: string;
  readonly steps: readonly TimelineStep[];
}

type StepOfRun = Run['steps'][number];

/** The stages of a plan with what has become of each step; what the plan does not name comes last. */
export function timelineOf(run: Run): readonly TimelineStage[] {
  const plan = planOf(run);
  const done = new Map(run.steps.map((step) => [step.name, step]));
  const stages = [
    ...(plan?.stages ?? []),
    ...(plan?.cutOver && plan.cutOver.finalize.length > 0
      ? [{ title: 'finalize', steps: plan.cutOver.finalize }]
      : []),
  ].map(({ title, steps }) => ({
    title,
    steps: steps.map(({ id, summary }) => shown(id, summary, done.get(id))),
  }));
  const named = new Set(stages.flatMap(({ steps }) => steps.map(({ id }) => id)));
  const others = run.steps
    .filter(({ name }) => !named.has(name))
    .map((step) => ({ ...shown(step.name, step.name, step), kind: step.kind }));
  if (others.length === 0) return stages;
  const before = stages.filter(({ title }) => title !== 'finalize');
  const last = stages.filter(({ title }) => title === 'finalize');
  return [...before, { title: plan ? 'cut over' : 'steps', steps: others }, ...last];
}

export function planOf({ input }: Run): MigrationPlan | undefined {
  return isPlan(input) ? input : undefined;
}

const isPlan = (value: unknown): value is MigrationPlan =>
  typeof value === 'object' &&
  value !== null &&
  'stages' in value &&
  'gaps' in value &&
  Array.isArray(value.stages);

function shown(id: string, summary: string, step: StepOfRun | undefined): TimelineStep {
  if (!step) return { id, summary, state: 'planned' };
  const { state, failure, endedAt, startedAt, undoneAt } = step;
  const at = [undoneAt, endedAt, startedAt].find((time) => typeof time === 'number');
  const why =
    typeof failure === 'object' && failure !== null && 'message' in failure
      ? `${failure.message}`
      : undefined;
  return { id, summary, state, ...(at !== undefined && { at }), ...(why !== undefined && { why }) };
}

export interface Progress {
  readonly done: number;
  readonly all: number;
}

export function progressOf(stages: readonly TimelineStage[]): Progress {
  const steps = stages.flatMap((stage) => stage.steps);
  return { done: steps.filter(({ state }) => state === 'done').length, all: steps.length };
}
