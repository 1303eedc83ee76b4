import { check } from '@polynat/core';
import type { Procedure } from '@polynat/engine';
import * as z from 'zod';
import { resultOf } from './fleet-results.ts';

export const procedureName = 'polynat.fleet';

export const operationSchema = z.object({ name: z.string(), kind: z.string(), args: z.json() });

/** The input of a fleet run. Version 0.1 knew no `stopAfter`. */
export const workSchema = z.object({
  operations: z.array(operationSchema),
  concurrency: z.number(),
  stopAfter: z.number().exactOptional(),
});

/** A failure is recorded and does not stop the others. */
export const workThrough: Procedure = async (run, input) => {
  const { operations, ...limits } = check(workSchema, input, 'input of the run');
  const outcomes = await run.allSettled(operations, limits);
  return Object.fromEntries(operations.map(({ name }, index) => [name, resultOf(name, outcomes[index])]));
};

export interface FleetRunOptions {
  /** Identity of the run: starting it again attaches to it, so nothing is paid twice. */
  readonly id: string;
  /** Gateways that are changed at the same time; default 4. */
  readonly concurrency?: number;
  /** After so many failures no further gateway is changed; without it all are. */
  readonly stopAfter?: number;
}
