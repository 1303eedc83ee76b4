import { type AnyWork, done, failed, type ReceiptOf } from '@polynat/adapter-kit';
import { type Call, type Clock, check, type Json, NatError, type PollResult } from '@polynat/core';
import * as z from 'zod';
import type { Sent } from './once.ts';

export type Verdict = 'succeeded' | 'failed' | 'running';

/** What the cloud says of a task; `undefined` for a word that no document has. */
export type VerdictOf<Context> = (context: Context, task: string, call: Call) => Promise<Verdict | undefined>;

/** What every receipt remembers of the write behind it. */
const sentSchema = z.object({
  /** Absent when nothing had to be done, or when the answer that named it was lost. */
  task: z.string().exactOptional(),
  /** Milliseconds since 1970. */
  asked: z.number(),
  /** What the repetition of a write whose answer was lost was refused with. */
  refusal: z.string().exactOptional(),
});
type Remembered = z.output<typeof sentSchema>;

/** What the resource itself shows of a change. */
export type CheckResult<Value> =
  | { readonly shows: true; readonly value: Value }
  | {
      readonly shows: false;
      readonly seen: string;
      /** The resource is broken for good. */
      readonly failed?: boolean;
    };

export const shows = <Value>(value: Value): CheckResult<Value> => ({ shows: true, value });
export const isGone: CheckResult<void> = { shows: true, value: undefined };
export const notYet = (seen: string, failed = false): CheckResult<never> => ({ shows: false, seen, failed });

export interface TaskWorkDefinition<Context, Kind extends string, Subject, Value> {
  readonly kind: Kind;
  readonly formerly?: readonly string[];
  readonly subject: z.core.$ZodType<Subject>;
  readonly verdictOf: VerdictOf<Context>;
  check(context: Context, subject: Subject, call: Call): Promise<CheckResult<Value>>;
}

export interface TaskWork<Context, Kind extends string, Subject, Value> extends AnyWork<Context> {
  readonly kind: Kind;
  receipt(subject: Subject, sent: Sent): ReceiptOf<Value, Kind>;
}

/** Defines work that the cloud carries out as a task, over one type of context. */
export const taskWorks =
  <Context extends { readonly clock: Clock }>() =>
  <Kind extends string, Subject extends Readonly<Record<string, Json>>, Value>(
    definition: TaskWorkDefinition<Context, Kind, Subject, Value>,
  ): TaskWork<Context, Kind, Subject, Value> => {
    const { kind, formerly = [] } = definition;
    return {
      kind,
      formerly,
      receipt: (subject, { asked, task, refusal, requestId }) => ({
        kind,
        subject: {
          ...subject,
          asked,
          ...(task !== undefined && { task }),
          ...(refusal !== undefined && { refusal }),
        },
        ...(task !== undefined && { task }),
        ...(requestId !== undefined && { requestId }),
      }),
      /** A receipt was written by another process, perhaps by another version: it is read like any outside input. */
      poll: async (context, stored, call) => {
        const subject = check(definition.subject, stored, 'receipt');
        const sent = check(sentSchema, stored, 'receipt');
        return pollTask(sent, context.clock, {
          verdict: (task) => definition.verdictOf(context, task, call),
          look: () => definition.check(context, subject, call),
        });
      },
    };
  };

/** Milliseconds in which work without a task has to show. Such work takes seconds; official tools waited three minutes for it. */
const showsWithin = 180_000;

interface Looks<Value> {
  verdict(task: string): Promise<Verdict | undefined>;
  look(): Promise<CheckResult<Value>>;
}

/**
 * What completes the work is that the resource shows what was asked for, whatever the verdict: pages of bare metal disagree about the
 * numbers of a task, and no page says how long one is kept. A task that has failed fails the work unless the resource shows it.
 */
async function pollTask<Value>(
  sent: Remembered,
  clock: Clock,
  { verdict: verdictOf, look }: Looks<Value>,
): Promise<PollResult<Value>> {
  const { task, asked } = sent;
  const verdict = task === undefined ? undefined : await knownVerdict(() => verdictOf(task));
  if (verdict === 'running') return { type: 'pending', status: `task ${task} running` };
  const result = await look();
  if (result.shows) return done(result.value);
  if (result.failed || verdict === 'failed') return failed(failure(sent, verdict, result.seen));
  if (task === undefined && clock.now() - asked > showsWithin) return failed(neverShowed(sent, result.seen));
  const told = verdict === undefined ? '' : `task ${task} ${verdict}, `;
  return { type: 'pending', status: `${told}${result.seen}` };
}

/** A task that is forgotten has been carried out long since, or never will be. */
async function knownVerdict(read: () => Promise<Verdict | undefined>): Promise<Verdict | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (NatError.is(thrown, 'invalid-argument') || NatError.is(thrown, 'not-found')) return undefined;
    throw thrown;
  }
}

function failure({ task }: Remembered, verdict: Verdict | undefined, seen: string): NatError {
  const origin = verdict === 'failed' ? `task ${task} failed: ` : '';
  return new NatError('internal', `${origin}${seen}`, {
    remedy: 'the API does not tell why a task fails: look at the resource in the console, or open a ticket',
  });
}

function neverShowed({ refusal }: Remembered, seen: string): NatError {
  const because = refusal === undefined ? '' : `; a repetition was refused: ${refusal}`;
  const problem = `the answer was lost, and ${showsWithin / 1000} s later: ${seen}${because}`;
  return new NatError('unavailable', problem, {
    outcome: 'unknown',
    remedy: 'read the resource before you repeat the call',
  });
}
