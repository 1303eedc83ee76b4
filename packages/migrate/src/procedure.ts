import { type Json, json, type Procedure, type RunContext } from '@polynat/engine';
import { bind } from './bind.ts';
import type { MigrationPlan } from './plan.ts';
import type { Bindings, Stage, Step } from './step.ts';

export const procedureName = 'polynat.plan';
export const procedureVersion = 1;

/** A plan as a run: stage after stage, binding each step to what the steps before it found out. */
export const runPlan: Procedure = async (run, input) => {
  const plan = input as unknown as MigrationPlan;
  let bindings: Bindings = {
    addresses: plan.addresses,
    ...(plan.target.ref !== undefined && { ref: plan.target.ref }),
  };
  for (const stage of plan.stages) bindings = await runStage(run, stage, bindings);
  return json(bindings);
};

async function runStage(run: RunContext, stage: Stage, before: Bindings): Promise<Bindings> {
  const results: { readonly step: Step; readonly result: Json }[] = [];
  for (const group of groupsOf(stage)) {
    const bindings = results.reduce(learn, before);
    const operations = group.map((step) => ({
      name: step.id,
      kind: step.kind,
      args: json(bind(step, bindings)),
    }));
    const answers = await run.all(operations, { concurrency: stage.concurrency });
    for (const [index, step] of group.entries()) results.push({ step, result: answers[index] ?? null });
  }
  return results.reduce(learn, before);
}

/** Steps that must know what the one before them got run alone; all others of a stage run side by side. */
const groupsOf = ({ steps, concurrency }: Stage): readonly (readonly Step[])[] =>
  concurrency === 1 ? steps.map((step) => [step]) : [steps];

function learn(
  bindings: Bindings,
  { step, result }: { readonly step: Step; readonly result: Json },
): Bindings {
  const found = result as { readonly ip?: string; readonly ref?: string } | null;
  if (step.kind === 'address.allocate' && found?.ip) {
    return { ...bindings, addresses: { ...bindings.addresses, [step.args.stands]: found.ip } };
  }
  return step.kind === 'gateway.create' && found?.ref ? { ...bindings, ref: found.ref } : bindings;
}
