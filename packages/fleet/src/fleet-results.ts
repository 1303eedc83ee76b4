import { errorCodes } from '@polynat/core';
import type { Json, OperationOutcome } from '@polynat/engine';
import * as z from 'zod';

/** What became of one gateway. Runs of version 0.1 recorded neither code nor remedy. */
export const fleetResultSchema = z.record(
  z.string(),
  z.union([
    z.object({ done: z.json() }),
    z.object({
      failed: z.string(),
      code: z.enum(errorCodes).exactOptional(),
      remedy: z.string().exactOptional(),
    }),
  ]),
);

/** The output of a fleet run, by gateway. */
export type FleetResult = Readonly<z.output<typeof fleetResultSchema>>;

export function resultOf(name: string, outcome: OperationOutcome | undefined): Json {
  if (outcome?.state === 'done') return { done: outcome.result };
  if (outcome?.state !== 'failed')
    return { failed: `not started: too many others failed (operation ${name})` };
  const { code, message, remedy } = outcome.failure;
  return { failed: `${message} (operation ${name})`, code, ...(remedy !== undefined && { remedy }) };
}
