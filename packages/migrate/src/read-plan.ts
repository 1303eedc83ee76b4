import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import { gapKinds } from './gap.ts';
import { type MigrationPlan, planId } from './plan.ts';

const text = z.string();

const gapSchema = z.strictObject({
  kind: z.enum(gapKinds),
  severity: z.enum(['blocking', 'lossy']),
  where: text,
  what: text,
  why: text,
  remedy: text,
});

const stageSchema = z.strictObject({
  title: text,
  concurrency: z.number().int().positive(),
  steps: z.array(z.strictObject({ id: text, kind: text, args: z.record(text, z.unknown()), says: text })),
});

const planSchema = z.strictObject({
  version: z.literal(1, 'is a plan of another version; make a new one'),
  id: text,
  made: text,
  kind: z.enum(['migrate', 'create', 'change']),
  source: z.strictObject({ ref: text.exactOptional(), digest: text }),
  target: z.strictObject({ cloud: text, ref: text.exactOptional() }),
  gaps: z.array(gapSchema),
  blocked: z.boolean(),
  stages: z.array(stageSchema),
  addresses: z.record(text, text),
  changes: z.array(text),
  locks: z.array(text),
});

/**
 * Reads a stored plan. Its id is the hash of the rest, so a plan somebody edited is refused instead of run; what the steps hold is
 * therefore as the planner wrote it.
 */
export function readPlan(input: MigrationPlan | unknown): MigrationPlan {
  const plan = check(planSchema, input, 'plan') as unknown as MigrationPlan;
  const { id, ...rest } = plan;
  if (planId(rest) === id) return plan;
  throw new NatError('invalid-argument', 'the plan has been changed after it was made', {
    field: 'id',
    remedy: 'change the mapping or the document and make a new plan',
  });
}
