import {
  type Call,
  check,
  type Driver,
  type Json,
  NatError,
  type PollResult,
  type Receipt,
} from '@polynat/core';
import type * as z from 'zod';
import { requireRegion } from './region.ts';

/** The request id of an answer, in either of the spellings that clouds use. */
export interface Answered {
  readonly requestId?: string | undefined;
  readonly RequestId?: string | undefined;
  /** The cloud's own task, where it gives one. */
  readonly task?: string | undefined;
}

export type ReceiptOf<Value, Kind extends string> = Receipt<Value> & { readonly kind: Kind };

/** One kind of accepted work: the receipt that a write leaves, and one poll of what became of it. */
export interface Work<Context, Kind extends string, Subject, Value> {
  readonly kind: Kind;
  /** Kinds that earlier versions gave the same receipts. */
  readonly formerly: readonly string[];
  /** `answer` is that of the write; left out when nothing had to be sent. */
  receipt(subject: Subject, answer?: Answered): ReceiptOf<Value, Kind>;
  poll(context: Context, subject: unknown, call: Call): Promise<PollResult<Value>>;
}

/** Any work of a cloud, for lists. */
export type AnyWork<Context> = Pick<Work<Context, string, never, unknown>, 'kind' | 'formerly' | 'poll'>;

export interface WorkDefinition<Context, Kind extends string, Subject, Value> {
  /** Spelled alike on all clouds, such as `snat.added`. */
  readonly kind: Kind;
  readonly formerly?: readonly string[];
  /** All that another process needs to go on polling. */
  readonly subject: z.core.$ZodType<Subject>;
  poll(context: Context, subject: Subject, call: Call): Promise<PollResult<Value>>;
}

export function defineWork<Context, Kind extends string, Subject extends Json, Value>(
  definition: WorkDefinition<Context, Kind, Subject, Value>,
): Work<Context, Kind, Subject, Value> {
  const { kind, formerly = [], subject: schema } = definition;
  return {
    kind,
    formerly,
    receipt: (subject, { requestId, RequestId = requestId, task } = {}) => ({
      kind,
      subject,
      ...(RequestId && { requestId: RequestId }),
      ...(task !== undefined && { task }),
    }),
    /** A receipt was written by another process, perhaps by another version: it is read like any outside input. */
    poll: async (context, subject, call) => definition.poll(context, check(schema, subject, 'receipt'), call),
  };
}

/** Polls a receipt of any kind that these works leave or left. */
export function pollerOf<Context>(
  { kind: cloud, region }: Pick<Driver, 'kind' | 'region'>,
  context: Context,
  works: readonly AnyWork<Context>[],
): <Value>(receipt: Receipt<Value>, call: Call) => Promise<PollResult<Value>> {
  const byKind = new Map(works.flatMap((work) => [work.kind, ...work.formerly].map((kind) => [kind, work])));
  return async ({ kind, subject }, call) => {
    const work = byKind.get(kind) ?? unknownKind(cloud, kind);
    requireRegion(region, subject);
    return work.poll(context, subject, call) as Promise<PollResult<never>>;
  };
}

function unknownKind(cloud: string, kind: string): never {
  throw new NatError('invalid-argument', `unknown receipt kind "${kind}" on ${cloud}`, {
    field: 'kind',
    remedy: 'poll a receipt with the adapter that gave it, of the same or a newer version',
  });
}
