import { check, GatewayRef } from '@polynat/core';
import type { Json } from '@polynat/engine';
import { type MigrationPlan, readPlan } from '@polynat/migrate';
import * as z from 'zod';

const inputSchema = z.object({
  plans: z.array(z.unknown()),
  concurrency: z.number(),
  stopAfter: z.number().exactOptional(),
});

export interface MovesInput {
  readonly plans: readonly MigrationPlan[];
  readonly concurrency: number;
  readonly stopAfter?: number;
}

/** The input of a job. Plans are there once, and nowhere else in its journal. */
export function readMovesInput(input: Json): MovesInput {
  const { plans, ...limits } = check(inputSchema, input, 'input of the run');
  return { plans: plans.map(readPlan), ...limits };
}

/** How a result names what it is about. A plan from a document alone has no gateway to name. */
export const subjectOf = ({ source, id }: MigrationPlan): string => source.ref ?? `plan ${id}`;

export const aliasesOf = (plans: readonly MigrationPlan[]): readonly string[] =>
  plans.flatMap(({ source: { ref }, target: { cloud } }) => [
    cloud,
    ...(ref === undefined ? [] : [GatewayRef.from(ref).cloud]),
  ]);
