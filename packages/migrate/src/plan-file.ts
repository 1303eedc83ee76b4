import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import { hasDigest } from './digest.ts';
import type { GatewayDocument } from './document.ts';
import { readDocument } from './document-text.ts';
import type { MigrationPlan } from './plan.ts';
import { readPlan } from './read-plan.ts';

/** A plan, and what its source did when it was made, for pictures of before and after. */
export interface PlanWithSource {
  readonly plan: MigrationPlan;
  /** Absent where the source was not told, or had changed by the time it was read. */
  readonly before?: GatewayDocument;
}

/**
 * A plan for a file, with what its source does. The seal of the plan does not cover the source: the digest of the source, which is
 * sealed, does.
 */
export const planFile = ({ plan, before }: PlanWithSource): object =>
  before && hasDigest(before, plan.source.digest) ? { ...plan, before } : plan;

const sourceIn = z.looseObject({ before: z.unknown().optional() });

/** Reads a plan from a file, with or without its source. A source that is not the planned one is refused. */
export function readPlanFile(input: unknown): PlanWithSource {
  const plan = readPlan(input);
  const { before } = check(sourceIn, input, 'plan');
  if (before === undefined) return { plan };
  const document = readDocument(before);
  if (hasDigest(document, plan.source.digest)) return { plan, before: document };
  throw new NatError('invalid-argument', 'the source has been changed after the plan was made', {
    field: 'before',
    remedy: 'make a new plan, or take `before` out of the file',
  });
}
