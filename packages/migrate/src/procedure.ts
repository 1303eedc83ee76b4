import { json, type Operation, type Procedure, type RunContext } from '@polynat/engine';
import { runCutOver } from './cut-over/procedure.ts';
import { formerOperation } from './former-names.ts';
import type { Migrated } from './migrated.ts';
import type { MigrationPlan } from './plan.ts';
import { readPlan } from './read-plan.ts';
import type { Stage } from './stage.ts';
import type { Bindings } from './steps/bindings.ts';
import { bindStep, learnFrom, type Step } from './steps/index.ts';

export const procedureName = 'polynat.plan';
/** 1: plans without a source, and those of migrations up to plan version 2, whose cut-over was a step. */
export const procedureVersions = [1, 2] as const;

/** A plan as a run: stage after stage, binding each step to what the steps before it found out; then the cut-over. */
export const runPlan: Procedure = async (run, input) => {
  const plan = readPlan(input);
  const { stages, addresses: known, target, version } = plan;
  let bindings: Bindings = { addresses: known, ...(target.ref !== undefined && { ref: target.ref }) };
  for (const stage of stages) bindings = await runStage(run, stage, bindings, version);
  await runCutOver(run, plan, bindings);
  const { ref = '', addresses } = bindings;
  return { ref, addresses } satisfies Migrated;
};

/** Each step of a group may use what earlier groups found out. */
async function runStage(
  run: RunContext,
  stage: Stage,
  before: Bindings,
  version: MigrationPlan['version'],
): Promise<Bindings> {
  let bindings = before;
  for (const group of groupsOf(stage)) {
    const operations = group.map((step) => operationOf(step, bindings, version));
    const answers = await run.all(operations, { concurrency: stage.concurrency });
    bindings = group.reduce((known, step, index) => learnFrom(step, answers[index] ?? null, known), bindings);
  }
  return bindings;
}

/** A stage that does one thing at a time lets each step know what the one before it got. */
const groupsOf = ({ steps, concurrency }: Stage): readonly (readonly Step[])[] =>
  concurrency === 1 ? steps.map((step) => [step]) : [steps];

/** The arguments become final, and with them the token of the operation. */
function operationOf(step: Step, known: Bindings, version: MigrationPlan['version']): Operation {
  const { id: name, kind } = step;
  const bound = bindStep(step, known);
  const recorded =
    version === 1 ? formerOperation({ ...step, args: { ...step.args } }, bound) : { kind, args: bound };
  return { name, kind: recorded.kind, args: json(recorded.args) };
}
