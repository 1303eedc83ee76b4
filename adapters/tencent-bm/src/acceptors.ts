import { type Call, check, NatError, type PollResult, type Receipt } from '@polynat/core';
import type * as z from 'zod';
import type { Facets } from './lookup/facets.ts';
import { type Kind, subjects, type Work } from './settling/receipts.ts';
import { settled } from './settling/settled.ts';
import { seeAllocated, seeAttached, seeDetached, seeReleased } from './settling/sights/addresses.ts';
import { seeCreated, seeDeleted, seeRenamed, seeResized } from './settling/sights/gateways.ts';
import { seeJoined, seeLeft } from './settling/sights/rules.ts';
import type { Sight } from './settling/sights/sight.ts';

type Acceptor = (subject: unknown, call: Call) => Promise<PollResult>;
export type Acceptors = Readonly<Record<Kind, Acceptor>>;

/** Looks after a receipt, from this process or another. */
export async function lookAfter(
  table: Acceptors,
  { kind, subject }: Receipt,
  call: Call,
): Promise<PollResult> {
  if (isKind(kind)) return table[kind](subject, call);
  throw new NatError('invalid-argument', `this adapter gave no receipt of the kind ${kind}`, {
    field: 'kind',
  });
}

const isKind = (kind: string): kind is Kind => Object.hasOwn(subjects, kind);

type See<S> = (facets: Facets, subject: S, call: Call) => Promise<Sight>;

/** One look at accepted work, by the kind of its receipt: who knows its task, and what has to show before it is done. */
export function acceptors(facets: Facets): Acceptors {
  const { wire, clock } = facets;
  /** What a receipt holds was written by another process, perhaps by another version: it is read like any outside input. */
  const watching =
    (verdictOf: typeof wire.gatewayTask) =>
    <S extends Work>(schema: z.ZodType<S>, see: See<S>): Acceptor =>
    async (subject, call) => {
      const known = check(schema, subject, 'receipt');
      return settled(known, { clock, call, verdictOf, see: () => see(facets, known, call) });
    };
  const gateway = watching((task, call) => wire.gatewayTask(task, call));
  const address = watching((task, call) => wire.addressTask(task, call));
  return {
    'gateway.created': gateway(subjects['gateway.created'], seeCreated),
    'gateway.renamed': gateway(subjects['gateway.renamed'], seeRenamed),
    'gateway.resized': gateway(subjects['gateway.resized'], seeResized),
    'gateway.deleted': gateway(subjects['gateway.deleted'], seeDeleted),
    'address.allocated': address(subjects['address.allocated'], seeAllocated),
    'address.attached': gateway(subjects['address.attached'], seeAttached),
    'address.detached': gateway(subjects['address.detached'], seeDetached),
    'address.released': address(subjects['address.released'], seeReleased),
    'snat.added': gateway(subjects['snat.added'], seeJoined),
    'snat.removed': gateway(subjects['snat.removed'], seeLeft),
  };
}
