import { type Clouds, check, days, monthsOf, NatError, type Term, termSchema } from '@polynat/core';
import { json, type OperationContext, type OperationHandler } from '@polynat/engine';
import { bought } from '@polynat/migrate';
import * as z from 'zod';

const renewalSchema = z.object({
  ref: z.string(),
  term: termSchema,
  /** Expiry of the list from which the run was started, in milliseconds since 1970; 0 when the list had none. */
  expires: z.number(),
});

/**
 * Pays once. The expiry of the list is part of the order: a gateway that somebody else has renewed since then is not renewed again.
 * After a lost response the expiry is read before the renewal is repeated, since the cloud may have forgotten the token. One that has
 * moved means that the gateway is renewed, but not who has paid: the result says `proven: false`.
 */
export const renewing = (clouds: Clouds): OperationHandler => ({
  async run(args, context) {
    const { ref, term, expires } = check(renewalSchema, args, 'arguments of the step');
    if (expires === 0) throw unknownExpiry(ref);
    const { token, signal, beforeSend } = context;
    const expiring = new Date(expires).toISOString();
    try {
      const renewal = clouds.gateway(ref).renew(term, { token, signal, beforeSend, expiring });
      return json(await bought(renewal, context));
    } catch (thrown) {
      throw isFirst(context) && isMoved(thrown) ? renewedByOthers(ref, expiring) : thrown;
    }
  },
  async probe(args, { signal }) {
    const { ref, term, expires } = check(renewalSchema, args, 'arguments of the step');
    const billing = await clouds.gateway(ref).billing({ signal });
    const now = billing.mode === 'prepaid' && billing.expires !== undefined ? Date.parse(billing.expires) : 0;
    return expires > 0 && now - expires >= leastLength(term)
      ? json({ ...billing, proven: false })
      : undefined;
  },
  /** The receipt proves that this run has paid. */
  complete: async (_args, accepted, { signal, beforeSend }) =>
    json(await clouds.resume(accepted, { signal, beforeSend })),
});

/** No month is shorter than 28 days. A smaller step of the expiry is the renewal of somebody else. */
const leastLength = (term: Term): number => days(28 * monthsOf(term));

const isFirst = ({ attempt, resumed }: OperationContext): boolean => attempt === 1 && !resumed;

const isMoved = (thrown: unknown): boolean =>
  NatError.is(thrown, 'failed-precondition') && thrown.field === 'expiring';

const renewedByOthers = (ref: string, expiring: string): NatError =>
  new NatError('failed-precondition', `${ref} no longer expires ${expiring}: nothing was paid`, {
    field: 'expiring',
    remedy: 'check whether it has been renewed already, then renew from a new listing',
  });

const unknownExpiry = (ref: string): NatError =>
  new NatError('failed-precondition', `the list has no expiry of ${ref}: nothing was paid`, {
    field: 'expiring',
    remedy: 'read the gateway; renew it alone when it is prepaid',
  });
