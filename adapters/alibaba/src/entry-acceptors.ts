import type { Look } from '@polynat/core';
import type { Acceptors } from './acceptors.ts';
import { decodeDnat } from './codec/dnat.ts';
import { decodeSnat } from './codec/snat.ts';
import { done, gone, pending, vanished } from './looking.ts';
import { dnatLooksLike, snatLooksLike } from './looks.ts';
import { findForwardEntry, findSnatEntry } from './lookup.ts';

type EntryKinds = 'snat-settled' | 'snat-removed' | 'dnat-settled' | 'dnat-removed';

/** A listing may leave names out: a name that is not shown at all cannot be waited for. */
export const entryAcceptors: Pick<Acceptors, EntryKinds> = {
  'snat-settled': async ({ client }, { table, entry: id, looks }, call) => {
    const entry = await findSnatEntry(client, table, id, call);
    if (!entry) return vanished(`SNAT rule ${id}`);
    const named = { ...(looks.name !== undefined && { SnatEntryName: looks.name }), ...entry };
    return settled(decodeSnat(entry), snatLooksLike(named, looks));
  },

  'snat-removed': async ({ client }, { table, entry: id }, call) => {
    const entry = await findSnatEntry(client, table, id, call);
    return entry ? pending(entry.Status ?? 'still listed') : gone;
  },

  'dnat-settled': async ({ client }, { table, entry: id, looks }, call) => {
    const entry = await findForwardEntry(client, table, id, call);
    if (!entry) return vanished(`DNAT rule ${id}`);
    const { ForwardEntryName } = looks;
    const named = { ...(ForwardEntryName !== undefined && { ForwardEntryName }), ...entry };
    return settled(decodeDnat(entry), dnatLooksLike(named, looks));
  },

  'dnat-removed': async ({ client }, { table, entry: id }, call) => {
    const entry = await findForwardEntry(client, table, id, call);
    return entry ? pending(entry.Status ?? 'still listed') : gone;
  },
};

function settled<R extends { readonly state: string; readonly providerState: string }>(
  rule: R,
  asAsked: boolean,
): Look<R> {
  if (rule.state !== 'available') return pending(rule.providerState);
  return asAsked ? done(rule) : pending(`${rule.providerState}, not yet as asked`);
}
