import { type Mutation, mutations } from '@polynat/core';
import type { Json } from '@polynat/engine';
import * as z from 'zod';
import { digestOf } from '../digest.ts';

/** One mutation that a principal asks for. */
export interface Change {
  readonly mutation: Mutation;
  /** Ref of the gateway, or the alias of a cloud. */
  readonly target: string;
  readonly input: Json;
}

const changeShape = {
  mutation: z.enum(mutations),
  target: z.string(),
  input: z.custom<Json>((value) => value !== undefined),
};

/** What an approval is bound to, and what a repeated idempotency key has to agree with. */
export const changeDigest = ({ mutation, target, input }: Change): string =>
  digestOf({ mutation, target, input });

/** Ids of operations are those of the runs that do them: the same principal and key always name the same one. */
export const operationId = (principal: string, key: string): string =>
  `op-${digestOf([principal, key]).slice(0, 24)}`;

/** Ids of runs that wait for an approval before they start the run of the given id. */
export const approvalId = (run: string): string => `approval-${run}`;

const started = z.object({
  ...changeShape,
  by: z.string(),
  request: z.string(),
  approvedBy: z.string().exactOptional(),
});

/** The input of a run that does one change. */
export type StartedChange = z.output<typeof started>;

export const readStartedChange = (input: unknown): StartedChange => started.parse(input);
