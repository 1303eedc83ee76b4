import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import { digestOf } from './digest.ts';
import { gapKinds } from './gap.ts';
import type { MigrationPlan } from './plan.ts';

const text = z.string();

const planSchema = z.object({
  version: z.literal(1, 'is a plan of another version; make a new one'),
  id: text,
  kind: z.enum(['migrate', 'change']),
  source: z.object({ ref: text, digest: text }),
  target: z.object({ cloud: text, ref: text.exactOptional() }),
  gaps: z.array(
    z.object({
      kind: z.enum(gapKinds),
      severity: z.enum(['blocking', 'lossy']),
      where: text,
      what: text,
      why: text,
      remedy: text,
    }),
  ),
  blocked: z.boolean(),
  stages: z.array(
    z.object({
      title: text,
      concurrency: z.number().int().positive(),
      steps: z.array(z.object({ id: text, kind: text, args: z.record(text, z.unknown()), says: text })),
    }),
  ),
  addresses: z.record(text, text),
  changes: z.array(text),
  locks: z.array(text),
});

/** Reads a stored plan. Its id is the hash of the rest, so a plan somebody edited is refused instead of run. */
export function readPlan(input: MigrationPlan | unknown): MigrationPlan {
  const plan = check(planSchema, input, 'plan') as unknown as MigrationPlan;
  const { id, ...rest } = plan;
  if (digestOf(rest).slice(0, 32) === id) return plan;
  throw new NatError('invalid-argument', 'the plan has been changed after it was made', {
    field: 'id',
    remedy: 'change the mapping or the document and make a new plan',
  });
}
