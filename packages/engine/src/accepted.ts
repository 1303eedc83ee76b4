import { NatError, type OperationRecord } from '@polynat/core';
import * as z from 'zod';
import type { Json } from './json.ts';

/** A record of the portable API as JSON, for `nat.resume`. */
export type AcceptedOperation = OperationRecord & { readonly [name: string]: Json };

/** `nat.resume` checks the rest, when the record is used. */
export const acceptedSchema = z.custom<AcceptedOperation>(
  (value) => typeof value === 'object' && value !== null && 'receipts' in value,
);

export const asAccepted = (operation: OperationRecord): AcceptedOperation =>
  acceptedSchema.parse(JSON.parse(JSON.stringify(operation)));

/** What the cloud had accepted before the call failed. */
export function acceptedBy(error: unknown): AcceptedOperation | undefined {
  return NatError.is(error) && error.operation ? asAccepted(error.operation) : undefined;
}

/**
 * The cloud has accepted an order, and a look finds nothing of it. A listing may be late, a gateway in a failed state may be left out:
 * taking it for undone could leave what costs money, and repeating it could buy twice.
 */
export function lostSight(run: string, name: string, accepted: AcceptedOperation): NatError {
  const { cloud, mutation, receipts } = accepted;
  const subjects = receipts.map(({ subject }) => JSON.stringify(subject)).join(', ');
  const what = `${cloud} accepted ${mutation} of operation ${name}, but nothing of it can be found: ${subjects}`;
  return new NatError('failed-precondition', what, {
    outcome: 'unknown',
    operation: accepted,
    retryable: true,
    remedy: `look for it in the console of ${cloud}, delete what is left, then \`polynat rollback ${run} --handled ${name} --by <your name>\``,
  });
}
