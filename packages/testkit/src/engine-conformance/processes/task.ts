import type { Json, Procedure, StartOptions } from '@polynat/engine';
import * as z from 'zod';
import { attach, create, renew } from '../cloud.ts';

/** What a process is asked to do, as JSON on its command line. */
export const taskSchema = z.strictObject({
  /** What its program needs to open the store. */
  place: z.custom<Json>((value) => value !== undefined),
  /** URL of the cloud. */
  cloud: z.string(),
  rules: z.int(),
  /** `work`: one round of a worker, until what it took up has come to an end. `serve`: rounds until it is killed. */
  command: z.enum(['start', 'roll-back', 'work', 'serve']),
  onFailure: z.enum(['stop', 'roll-back']),
  fate: z.exactOptional(z.strictObject({ at: z.int(), ending: z.enum(['before', 'after', 'trouble']) })),
});

export type Task = z.output<typeof taskSchema>;

/** A migration in miniature: a gateway, its rules side by side, a rest, and a last step that the cloud may refuse. */
export function migration(rules: number): Procedure {
  return async (run) => {
    await run.do(create('gateway'));
    await run.do(attach('address'));
    await run.all(ruleNames(rules).map(attach), { concurrency: 4 });
    await run.sleep('settle', 1);
    return run.do(renew('gateway'));
  };
}

export function ruleNames(rules: number): readonly string[] {
  return Array.from({ length: rules }, (_, index) => `rule-${String(index).padStart(4, '0')}`);
}

export const migrationRun = 'migration';

export function migrationOptions(onFailure: StartOptions['onFailure'] = 'stop'): StartOptions {
  return { id: migrationRun, locks: ['target', 'source'], onFailure };
}

/** One of many on a gateway: its rules one after the other, then a step that the cloud refuses where the plan is to be undone. */
export const rulesOnGateway: Procedure = async (run, input) => {
  const { gateway, rules } = onGatewaySchema.parse(input);
  for (const rule of ruleNames(rules)) await run.do(attach(`${gateway}.${run.run}.${rule}`));
  return run.do(renew(`${gateway}.${run.run}`));
};

const onGatewaySchema = z.strictObject({ gateway: z.string(), rules: z.int() });

/** As many operations as its input says, one after the other, that do nothing: what is left is what durability costs. */
export const idleSteps: Procedure = async (run, input) => {
  const steps = z.int().parse(input);
  for (let step = 1; step <= steps; step++) await run.do({ name: `${step}`, kind: 'idle', args: step });
  return steps;
};
