import { type Call, check, NatError, type PollResult, type Receipt } from '@polynat/core';
import type * as z from 'zod';
import type { Context } from './lookup/context.ts';
import { addressAcceptors } from './settling/addresses.ts';
import { entryAcceptors } from './settling/entries.ts';
import { gatewayAcceptors } from './settling/gateways.ts';
import { gone } from './settling/look.ts';
import { packageAcceptors } from './settling/packages.ts';
import { type Kind, type Subject, subjects } from './settling/receipts.ts';

/** One look at accepted work. */
export type Acceptor<K extends Kind> = (
  context: Context,
  subject: Subject<K>,
  call: Call,
) => Promise<PollResult>;
export type Acceptors = { readonly [K in Kind]: Acceptor<K> };

const acceptors: Acceptors = {
  gone: async () => gone,
  ...gatewayAcceptors,
  ...entryAcceptors,
  ...addressAcceptors,
  ...packageAcceptors,
};

/** The table behind `driver.look`. A receipt may come from another process, so it is checked like any input. */
export async function look<T>(
  context: Context,
  { kind, subject }: Receipt<T>,
  call: Call,
): Promise<PollResult<T>> {
  if (!isKind(kind)) {
    throw new NatError('invalid-argument', `"${kind}" is no receipt of this cloud`, { field: 'kind' });
  }
  // The kind names the acceptor, and the acceptor settles to what the facet's receipt promised.
  return (await lookAt(context, kind, subject, call)) as PollResult<T>;
}

function lookAt<K extends Kind>(
  context: Context,
  kind: K,
  subject: unknown,
  call: Call,
): Promise<PollResult> {
  const schema: z.ZodType<Subject<K>> = schemas[kind];
  return acceptors[kind](context, check(schema, subject, 'receipt'), call);
}

const schemas: { readonly [K in Kind]: z.ZodType<Subject<K>> } = subjects;

const isKind = (kind: string): kind is Kind => Object.hasOwn(subjects, kind);
