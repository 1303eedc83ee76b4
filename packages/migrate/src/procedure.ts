import { type Json, json, type Procedure, type RunContext } from '@polynat/engine';
import { bind } from './bind.ts';
import type { Migrated } from './migrated.ts';
import { readPlan } from './read-plan.ts';
import type { Bindings, Stage, Step } from './step.ts';

export const procedureName = 'polynat.plan';
export const procedureVersion = 1;

/** A plan as a run: stage after stage, binding each step to what the steps before it found out. */
export const runPlan: Procedure = async (run, input) => {
  const { stages, addresses, target } = readPlan(input);
  let bindings: Bindings = { addresses, ...(target.ref !== undefined && { ref: target.ref }) };
  for (const stage of stages) bindings = await runStage(run, stage, bindings);
  const { ref = '', addresses: stands } = bindings;
  return { ref, addresses: stands } satisfies Migrated;
};

/** Each step of a group may use what earlier groups found out. */
async function runStage(run: RunContext, stage: Stage, before: Bindings): Promise<Bindings> {
  let bindings = before;
  for (const group of groupsOf(stage)) {
    const operations = group.map((step) => ({
      name: step.id,
      kind: step.kind,
      args: json(bind(step, bindings)),
    }));
    const answers = await run.all(operations, { concurrency: stage.concurrency });
    bindings = group.reduce((known, step, index) => learn(known, step, answers[index] ?? null), bindings);
  }
  return bindings;
}

/** A stage that does one thing at a time lets each step know what the one before it got. */
const groupsOf = ({ steps, concurrency }: Stage): readonly (readonly Step[])[] =>
  concurrency === 1 ? steps.map((step) => [step]) : [steps];

/** What a step found out, as its handler returned it and the journal kept it. */
interface Finding {
  readonly known?: readonly string[];
  readonly ip?: string;
  readonly id?: string;
  readonly ref?: string;
}

function learn(bindings: Bindings, { kind, args }: Step, answer: Json): Bindings {
  const { known, ip, id, ref } = (answer ?? {}) as Finding;
  if (kind === 'target.check' && known) return { ...bindings, known };
  if (kind === 'gateway.create' && ref) return { ...bindings, ref };
  if (kind !== 'address.allocate' || !ip || !id) return bindings;
  const addresses = { ...bindings.addresses, [args.stands]: ip };
  return { ...bindings, addresses, ...(bindings.known && { known: [...bindings.known, id] }) };
}
