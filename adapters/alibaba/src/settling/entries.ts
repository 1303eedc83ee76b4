import type { Call, PollResult, SnatRule } from '@polynat/core';
import type { Acceptors } from '../acceptors.ts';
import { decodeDnat } from '../codec/dnat.ts';
import { optional } from '../codec/optional.ts';
import { decodeSnat } from '../codec/snat.ts';
import type { Context } from '../lookup/context.ts';
import { findForwardEntry, findSnatEntry } from '../lookup/records.ts';
import { removeSnatEntry } from '../writes/snat-removal.ts';
import { done, gone, pending, unlisted } from './look.ts';
import { dnatLooksLike, snatLooksLike } from './looks.ts';
import type { Subject } from './receipts.ts';

type EntryKinds = 'snat-settled' | 'snat-moved' | 'snat-removed' | 'dnat-settled' | 'dnat-removed';

/** A listing may leave names out: a name that is not shown at all cannot be waited for. */
export const entryAcceptors: Pick<Acceptors, EntryKinds> = {
  'snat-settled': (context, subject, call) => snatSettled(context, subject, call),

  /** The former rule is removed from here once the new one carries traffic, so that a process that takes over does it too. */
  'snat-moved': async (context, { table, entry, former, looks }, call) => {
    const look = await snatSettled(context, { table, entry, looks, fresh: true }, call);
    if (look.type !== 'done') return look;
    const left = await findSnatEntry(context.client, table, former, call);
    if (!left) return look;
    if (left.Status !== 'Deleting') await removeSnatEntry(context, table, former, call);
    return pending('the former rule is being removed');
  },

  'snat-removed': async ({ client }, { table, entry: id }, call) => {
    const entry = await findSnatEntry(client, table, id, call);
    return entry ? pending(entry.Status ?? 'still listed') : gone;
  },

  'dnat-settled': async ({ client }, { table, entry: id, looks, fresh }, call) => {
    const entry = await findForwardEntry(client, table, id, call);
    if (!entry) return unlisted(`DNAT rule ${id}`, fresh);
    const named = { ...optional('ForwardEntryName', looks.ForwardEntryName), ...entry };
    return settled(decodeDnat(entry), dnatLooksLike(named, looks));
  },

  'dnat-removed': async ({ client }, { table, entry: id }, call) => {
    const entry = await findForwardEntry(client, table, id, call);
    return entry ? pending(entry.Status ?? 'still listed') : gone;
  },
};

async function snatSettled(
  { client }: Context,
  { table, entry: id, looks, fresh }: Subject<'snat-settled'>,
  call: Call,
): Promise<PollResult<SnatRule>> {
  const entry = await findSnatEntry(client, table, id, call);
  if (!entry) return unlisted(`SNAT rule ${id}`, fresh);
  const named = { ...optional('SnatEntryName', looks.name), ...entry };
  return settled(decodeSnat(entry), snatLooksLike(named, looks));
}

function settled<R extends { readonly state: string; readonly providerState: string }>(
  rule: R,
  asAsked: boolean,
): PollResult<R> {
  if (rule.state !== 'available') return pending(rule.providerState);
  return asAsked ? done(rule) : pending(`${rule.providerState}, not yet as asked`);
}
