import type { Procedure, StartOptions } from '@polynat/engine';
import type { Fate } from '@polynat/testkit/engine';
import { attach, create, renew } from '@polynat/testkit/engine';
import * as z from 'zod';

/** What a worker is asked to do, as JSON on its command line. */
export const taskSchema = z.strictObject({
  directory: z.string(),
  cloud: z.string(),
  rules: z.int(),
  command: z.enum(['start', 'roll-back']),
  onFailure: z.enum(['stop', 'roll-back']),
  fate: z.exactOptional(z.strictObject({ at: z.int(), ending: z.enum(['before', 'after', 'trouble']) })),
});

export type Task = z.output<typeof taskSchema>;
export type { Fate };

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

export const runId = 'migration';

export function startOptions(onFailure: StartOptions['onFailure'] = 'stop'): StartOptions {
  return { id: runId, locks: ['target', 'source'], onFailure };
}
