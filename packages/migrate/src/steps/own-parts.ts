import type { DnatSpec, SnatSpec } from '@polynat/core';
import type { StepRecord } from '@polynat/engine';
import * as z from 'zod';
import { dnatShape, snatShape } from './shapes.ts';

/** What a run has put on the gateway that it created. */
export interface OwnParts {
  readonly snat: readonly SnatSpec[];
  readonly dnat: readonly DnatSpec[];
  /** Public IPs. */
  readonly addresses: readonly string[];
}

const ruleSchemas = {
  snat: z.object({ rule: snatShape }).transform(({ rule }) => [rule]),
  dnat: z.object({ rule: dnatShape }).transform(({ rule }) => [rule]),
  'snat.all': z.object({ rules: z.array(snatShape) }).transform(({ rules }) => rules),
  'dnat.all': z.object({ rules: z.array(dnatShape) }).transform(({ rules }) => rules),
};
const attachedSchema = z.object({ ip: z.string() }).transform(({ ip }) => [ip]);
const orderedWithSchema = z
  .object({ spec: z.object({ addresses: z.array(z.string()).default([]) }) })
  .transform(({ spec }) => spec.addresses);

/** By the arguments, since a step whose answer was lost may have added what it was to add. */
export const ownPartsIn = (steps: readonly StepRecord[]): OwnParts => ({
  snat: [
    ...argumentsOf(steps, 'snat.add', ruleSchemas.snat),
    ...argumentsOf(steps, 'snat.addAll', ruleSchemas['snat.all']),
  ],
  dnat: [
    ...argumentsOf(steps, 'dnat.add', ruleSchemas.dnat),
    ...argumentsOf(steps, 'dnat.addAll', ruleSchemas['dnat.all']),
  ],
  addresses: [
    ...argumentsOf(steps, 'gateway.create', orderedWithSchema),
    ...argumentsOf(steps, 'address.attach', attachedSchema),
  ],
});

const argumentsOf = <T>(
  steps: readonly StepRecord[],
  kind: string,
  schema: z.core.$ZodType<readonly T[]>,
): readonly T[] =>
  steps.filter((step) => step.kind === kind).flatMap(({ args }) => z.safeParse(schema, args).data ?? []);
