import { errorCodes, NatError } from '@polynat/core';
import * as z from 'zod';
import { acceptedSchema } from './accepted.ts';
import type { Json } from './json.ts';

/** What a journal of a run holds, line by line. Values were JSON when they were written, so they are taken as such. */
const jsonSchema = z.custom<Json>((value) => value !== undefined);

const failureSchema = z.strictObject({
  code: z.enum(errorCodes),
  message: z.string(),
  outcome: z.enum(['none', 'unknown']),
  field: z.exactOptional(z.string()),
  remedy: z.exactOptional(z.string()),
  retryable: z.exactOptional(z.boolean()),
  retryAfter: z.exactOptional(z.number()),
  provider: z.exactOptional(
    z.strictObject({
      cloud: z.string(),
      operation: z.exactOptional(z.string()),
      code: z.exactOptional(z.string()),
      message: z.exactOptional(z.string()),
      status: z.exactOptional(z.number()),
      requestId: z.exactOptional(z.string()),
    }),
  ),
  /** Version 0.1 did not note it. */
  accepted: z.exactOptional(acceptedSchema),
});

const leftoverSchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  args: jsonSchema,
  result: z.exactOptional(jsonSchema),
  accepted: z.exactOptional(acceptedSchema),
});

/** `order` counts operations in the order in which they were started. */
const operation = { name: z.string(), kind: z.string(), args: jsonSchema, order: z.int() };

/** What it took to bring an operation to its end. Version 0.1 did not note it. */
const trace = z.exactOptional(
  z.strictObject({
    startedAt: z.number(),
    endedAt: z.number(),
    tries: z.int(),
    requests: z.array(z.string()),
  }),
);

/** When a line was written. Version 0.1 did not note it. */
const at = z.exactOptional(z.number());

/** The process that goes on from this line. Version 0.1 did not note it. */
const worker = z.exactOptional(z.strictObject({ host: z.string(), pid: z.int() }));

const answer = { value: jsonSchema, by: z.string(), at: z.number() };

/** What a person said, who and when. Version 0.1 did not note it. */
const stated = z.exactOptional(
  z.strictObject({ by: z.string(), at: z.number(), left: z.record(z.string(), z.string()) }),
);

const recordSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('begun'),
    procedure: z.string(),
    version: z.int(),
    input: jsonSchema,
    locks: z.array(z.string()),
    onFailure: z.enum(['stop', 'roll-back']),
    at: z.number(),
    /** Account ids by cloud alias, where whoever started the run named them. */
    accounts: z.exactOptional(z.record(z.string(), z.string())),
    worker,
  }),
  /** All locks are taken. */
  z.strictObject({ type: z.literal('locked') }),
  /** The run could not have its locks, and is as if it had never been. */
  z.strictObject({ type: z.literal('refused'), at }),
  /** An operation that could otherwise be lost from sight is about to start. Version 0.1 did not note when. */
  z.strictObject({ type: z.literal('intended'), ...operation, at }),
  /** The cloud has accepted the order of an operation that is under way. Version 0.1 did not note it. */
  z.strictObject({ type: z.literal('accepted'), name: z.string(), accepted: acceptedSchema, at }),
  z.strictObject({ type: z.literal('done'), ...operation, result: jsonSchema, trace }),
  z.strictObject({ type: z.literal('failed'), ...operation, failure: failureSchema, trace }),
  /** The deadline of a `sleep`, or what a `now` returned. */
  z.strictObject({ type: z.literal('moment'), name: z.string(), at: z.number() }),
  /** A `waitFor` was reached for the first time. */
  z.strictObject({
    type: z.literal('asked'),
    name: z.string(),
    at: z.number(),
    until: z.exactOptional(z.number()),
  }),
  /** An answer came to the run: from now on it is what the journal says. */
  z.strictObject({ type: z.literal('answered'), name: z.string(), ...answer }),
  /** It did not fit the schema of the procedure; another one may be given. */
  z.strictObject({ type: z.literal('answer-refused'), name: z.string(), ...answer, failure: failureSchema }),
  /** The deadline of a `waitFor` has passed. */
  z.strictObject({ type: z.literal('expired'), name: z.string(), at: z.number() }),
  /** Nobody works on the run until an answer comes. `inDoubt`: operations without a line may have been started before. */
  z.strictObject({
    type: z.literal('waiting'),
    name: z.string(),
    inDoubt: z.exactOptional(z.literal(true)),
    at,
  }),
  /** Nobody has worked on the run yet, or nobody could have its locks: a worker takes it up. */
  z.strictObject({ type: z.literal('queued'), at }),
  /** `takeOver`: a worker may take it up without being asked. */
  z.strictObject({
    type: z.literal('suspended'),
    reason: failureSchema,
    takeOver: z.exactOptional(z.literal(true)),
    at,
  }),
  z.strictObject({ type: z.literal('halted'), failure: failureSchema, operations: z.array(z.string()), at }),
  z.strictObject({ type: z.literal('resumed'), stated, at, worker }),
  z.strictObject({ type: z.literal('rolling-back'), handled: z.array(z.string()), stated, at, worker }),
  z.strictObject({
    type: z.literal('undone'),
    name: z.string(),
    at,
    startedAt: z.exactOptional(z.number()),
    tries: z.exactOptional(z.int()),
    requests: z.exactOptional(z.array(z.string())),
    /** What the operation was found to have done, where that was learnt only now. */
    result: z.exactOptional(jsonSchema),
  }),
  z.strictObject({
    type: z.literal('rollback-failed'),
    failure: failureSchema,
    left: z.array(leftoverSchema),
    at,
  }),
  /** As version 0.1 spelled it. */
  z.strictObject({ type: z.literal('stuck'), failure: failureSchema, left: z.array(leftoverSchema) }),
  z.strictObject({ type: z.literal('unlocked'), at }),
  z.strictObject({ type: z.literal('finished'), output: jsonSchema, at }),
  z.strictObject({ type: z.literal('rolled-back'), at }),
]);

export type RunLine = z.output<typeof recordSchema>;
/** See `StepRecord`. */
export type Trace = NonNullable<z.output<typeof trace>>;

export type LineOf<T extends RunLine['type']> = Extract<RunLine, { readonly type: T }>;

export function readRunLine(line: Json): RunLine {
  return understood(recordSchema, line);
}

/** A line with a good checksum that makes no sense was written by another release; it is refused, not skipped. */
function understood<T>(schema: z.core.$ZodType<T>, line: Json): T {
  const parsed = z.safeParse(schema, line);
  if (parsed.success) return parsed.data;
  throw new NatError('failed-precondition', 'the journal holds a line this release does not understand', {
    remedy: 'go on with the release that wrote it, or a newer one',
    cause: parsed.error,
  });
}

const givenSchema = z.union([
  z.strictObject({ run: z.string(), name: z.string(), ...answer }),
  z.strictObject({ run: z.string(), name: z.string(), expired: z.literal(true), at: z.number() }),
]);

/** What was answered, or that the time for it ran out: whichever was written first. */
export type GivenAnswer = z.output<typeof givenSchema>;

export function readGiven(line: Json): GivenAnswer {
  return understood(givenSchema, line);
}

const scheduledSchema = z.strictObject({
  schedule: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  since: z.number(),
});

/** From when on the times of a schedule count. */
export type Scheduled = z.output<typeof scheduledSchema>;

export function readScheduled(line: Json): Scheduled {
  return understood(scheduledSchema, line);
}

const claimSchema = z.strictObject({ run: z.string(), term: z.int() });

/** A run's claim on a lock. It counts until the run ends or gives its locks up, which raises the run's `term`. */
export type Claim = z.output<typeof claimSchema>;

export function readClaim(line: Json | undefined): Claim | undefined {
  return line === undefined ? undefined : understood(claimSchema, line);
}
