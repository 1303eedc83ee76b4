import { check, GatewayRef } from '@polynat/core';
import { json, type Operation, type OperationOutcome, type Procedure } from '@polynat/engine';
import * as z from 'zod';
import { type FleetResult, fleetResultSchema, resultOf } from '../fleet-results.ts';
import { operationSchema } from '../work.ts';

/** A run whose work is divided by account: each part is a run of its own, for whichever worker takes it up. */
export const partsProcedure = 'polynat.fleet.parts';

/** The work on the gateways of one alias. */
export interface Part {
  /** Of its run. */
  readonly id: string;
  readonly alias: string;
  readonly operations: readonly Operation[];
  readonly concurrency: number;
  readonly stopAfter?: number;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** Parts under way at a time. */
  readonly atOnce: number;
}

export const partSchema = z.object({
  id: z.string(),
  alias: z.string(),
  operations: z.array(operationSchema),
  concurrency: z.number(),
  stopAfter: z.number().exactOptional(),
});

export const partsSchema = z.object({ parts: z.array(partSchema), atOnce: z.number() });

export interface Dividing {
  /** Of the run. */
  readonly id: string;
  /** Gateways that are changed at the same time, in all parts together. */
  readonly concurrency: number;
  readonly stopAfter?: number;
}

/** One part for each alias, in the order in which they first come. */
export function divide(operations: readonly Operation[], { id, concurrency, stopAfter }: Dividing): Parts {
  const byAlias = new Map<string, Operation[]>();
  for (const operation of operations) {
    const { cloud } = GatewayRef.from(operation.name);
    byAlias.set(cloud, [...(byAlias.get(cloud) ?? []), operation]);
  }
  const atOnce = Math.min(concurrency, byAlias.size);
  const limits = {
    concurrency: Math.floor(concurrency / atOnce),
    ...(stopAfter !== undefined && { stopAfter }),
  };
  const parts = [...byAlias].map(([alias, own], index) => ({
    ...{ id: `${id}-${index + 1}`, alias, operations: own },
    ...limits,
  }));
  return { parts, atOnce };
}

/** A part that fails as a whole does not stop the others. */
export const workParts: Procedure = async (run, input) => {
  const { parts, atOnce } = check(partsSchema, input, 'input of the run');
  const operations = parts.map((part) => ({ name: part.alias, kind: 'fleet.part', args: json(part) }));
  const outcomes = await run.allSettled(operations, { concurrency: atOnce });
  return Object.assign({}, ...parts.map((part, index) => resultsOf(part, outcomes[index])));
};

function resultsOf({ alias, operations }: Part, outcome: OperationOutcome | undefined): FleetResult {
  if (outcome?.state === 'done') return check(fleetResultSchema, outcome.result, `result of ${alias}`);
  return check(
    fleetResultSchema,
    Object.fromEntries(operations.map(({ name }) => [name, resultOf(alias, outcome)])),
    `result of ${alias}`,
  );
}
