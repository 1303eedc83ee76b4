import type { Call, DnatResource } from '@polynat/core';
import { pageNumber, pageOf, pageSize } from './codec/cursor.ts';
import { decodeDnat, encodeDnat } from './codec/dnat.ts';
import type { Context } from './lookup/context.ts';
import { isAddressReady } from './lookup/readiness.ts';
import { findForwardEntry, unlessGone } from './lookup/records.ts';
import { CreateForwardEntry, ModifyForwardEntry } from './operations/forward-entries.ts';
import { dnatLooksLike } from './settling/looks.ts';
import { type DnatLooks, given, receipt } from './settling/receipts.ts';
import { goneIsDone, once, whileLagging } from './writes/repeat.ts';

export function dnatFacet(context: Context): DnatResource {
  const { client, tables } = context;
  return {
    list: async ({ id }, cursor, call) => {
      const table = await tables.forward(id, call);
      const input = { ForwardTableId: table, PageNumber: pageNumber(cursor), PageSize: pageSize };
      const page = await client.call('DescribeForwardTableEntries', input, call);
      const rules = page.ForwardTableEntries.map(decodeDnat);
      return pageOf(rules, page, rules.length, cursor);
    },

    add: async ({ id }, spec, call) => {
      const table = await tables.forward(id, call);
      const { PortBreak, ...looks } = encodeDnat(spec);
      const input = { ForwardTableId: table, ...encodeDnat(spec) };
      const write = (attempt: Call) => client.call('CreateForwardEntry', input, attempt);
      const created = await whileLagging(context, call, CreateForwardEntry.lag, write, (code) =>
        isAddressReady(client, id, [spec.public.address], code, call),
      );
      const entry = given(created.ForwardEntryId, 'ForwardEntryId', 'CreateForwardEntry');
      return receipt('dnat-settled', { table, entry, looks, fresh: true }, created);
    },

    replace: async ({ id }, entry, spec, call) => {
      const table = await tables.forward(id, call);
      const { PortBreak, ...looks } = encodeDnat(spec);
      const input = { ForwardTableId: table, ForwardEntryId: entry, ...encodeDnat(spec) };
      const write = (attempt: Call) =>
        once(
          context,
          attempt,
          () => client.call('ModifyForwardEntry', input, attempt),
          () => looksAlready(context, table, entry, looks, attempt),
        );
      const modified = await whileLagging(context, call, ModifyForwardEntry.lag, write, (code) =>
        isAddressReady(client, id, [spec.public.address], code, call),
      );
      return receipt('dnat-settled', { table, entry, looks }, modified);
    },

    remove: async ({ id }, entry, call) => {
      const table = await unlessGone(tables.forward(id, call));
      if (table === undefined) return receipt('gone', {});
      const removal = once(
        context,
        call,
        () => client.call('DeleteForwardEntry', { ForwardTableId: table, ForwardEntryId: entry }, call),
        () => isLeaving(context, table, entry, call),
      );
      return receipt('dnat-removed', { table, entry }, await goneIsDone(removal));
    },
  };
}

async function looksAlready(
  { client }: Context,
  table: string,
  id: string,
  looks: DnatLooks,
  call: Call,
): Promise<boolean> {
  const entry = await findForwardEntry(client, table, id, call);
  return entry !== undefined && dnatLooksLike(entry, looks);
}

async function isLeaving({ client }: Context, table: string, id: string, call: Call): Promise<boolean> {
  const entry = await findForwardEntry(client, table, id, call);
  return entry === undefined || entry.Status === 'Deleting';
}
