import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import { switchStep } from './cut-over/answers.ts';
import { durationSchema } from './cut-over/duration.ts';
import { currentStep } from './former-names.ts';
import { gapKinds } from './gap.ts';
import { type MigrationPlan, planId } from './plan.ts';
import type { Difference } from './reach/compare.ts';
import type { Stage } from './stage.ts';
import type { StoredStep } from './steps/define-step.ts';
import { type Step, type StepKind, stepTypes } from './steps/index.ts';

const text = z.string();

const gapSchema = z.strictObject({
  kind: z.enum(gapKinds),
  severity: z.enum(['blocking', 'lossy']),
  accepted: z.literal(true).exactOptional(),
  where: text,
  what: text,
  why: text,
  remedy: text,
});

const stepFields = { id: text, kind: text, args: z.record(text, z.unknown()) };
const stepSchema = z.union([
  z.strictObject({ ...stepFields, summary: text }),
  z.strictObject({ ...stepFields, says: text }),
]);

const stageSchema = z.strictObject({
  title: text,
  concurrency: z.number().int().positive(),
  steps: z.array(stepSchema),
});

const cutOverSchema = z.strictObject({
  routes: z.literal('manual').exactOptional(),
  soak: durationSchema.exactOptional(),
  finalize: z.array(stepSchema),
});

const flowSchema: z.core.$ZodType<Difference> = z.strictObject({
  is: z.enum(['egress', 'ingress', 'unknown']),
  packet: text,
  covers: z.number(),
  before: text,
  after: text,
});

const planSchema = z.strictObject({
  version: z.literal([1, 2, 3], 'is a plan of another version; make a new one'),
  id: text,
  made: text,
  kind: z.enum(['migrate', 'create', 'change']),
  source: z.strictObject({ ref: text.exactOptional(), digest: text }),
  target: z.strictObject({ cloud: text, ref: text.exactOptional() }),
  gaps: z.array(gapSchema),
  blocked: z.boolean(),
  stages: z.array(stageSchema),
  cutOver: cutOverSchema.exactOptional(),
  addresses: z.record(text, text),
  changes: z.array(text),
  flows: z.array(flowSchema).exactOptional(),
  locks: z.array(text),
  /** In files: what the source did, for pictures. No part of the plan. */
  before: z.unknown().exactOptional(),
});

/**
 * Reads a stored plan. Its id is the hash of the rest, so a plan somebody edited is refused instead of run. Names are the current
 * ones, whatever the version.
 */
export function readPlan(input: MigrationPlan | unknown): MigrationPlan {
  const { cutOver, before: _source, ...stored } = check(planSchema, input, 'plan');
  const plan = {
    ...stored,
    stages: stored.stages.map(readStage),
    ...(cutOver && { cutOver: { ...cutOver, finalize: readSteps(cutOver.finalize, 'cutOver.finalize') } }),
  };
  const { id, ...content } = plan;
  if (planId(content) === id) return plan;
  throw new NatError('invalid-argument', 'the plan has been changed after it was made', {
    field: 'id',
    remedy: 'change the mapping or the document and make a new plan',
  });
}

const readStage = ({ steps, ...stage }: z.output<typeof stageSchema>, place: number): Stage => ({
  ...stage,
  steps: readSteps(steps, `stages.${place}.steps`),
});

const readSteps = (steps: readonly z.output<typeof stepSchema>[], field: string): readonly Step[] =>
  steps.map((step, index) => readStep(currentStep(step), `${field}.${index}`));

const isKind = (kind: string): kind is StepKind => Object.hasOwn(stepTypes, kind);

function readStep(step: StoredStep, field: string): Step {
  const { kind } = step;
  if (isKind(kind)) return stepTypes[kind].read(step, field);
  throw new NatError('invalid-argument', `unknown kind of step "${kind}"`, {
    field: `${field}.kind`,
    remedy: 'apply the plan with the release that made it, or make a new plan',
  });
}

const recordedSchema = z.object({
  stages: z.array(z.object({ steps: z.array(stepSchema) })),
  cutOver: z.object({ finalize: z.array(stepSchema) }).exactOptional(),
});

/** What a run notes beyond its plan. */
const noteOfCutOver = {
  id: switchStep,
  kind: 'traffic.switch',
  summary: 'note that traffic uses the new gateway',
};

/** The steps of the plan that a run applies; none where the input of the run is no plan. */
export function recordedSteps(
  input: unknown,
): readonly { readonly id: string; readonly kind: string; readonly summary: string }[] {
  const recorded = recordedSchema.safeParse(input);
  if (!recorded.success) return [];
  const { stages, cutOver } = recorded.data;
  return [
    ...stages.flatMap(({ steps }) => steps.map(currentStep)),
    ...(cutOver ? [noteOfCutOver, ...cutOver.finalize.map(currentStep)] : []),
  ];
}
