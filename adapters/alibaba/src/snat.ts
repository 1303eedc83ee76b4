import { type Call, NatError, type SnatFacet, type SnatSpec } from '@polynat/core';
import { isAddressReady } from './address-readiness.ts';
import { decodeSnat, encodePool, encodeSnat, sameSource } from './codec/snat.ts';
import type { Context } from './context.ts';
import { findSnatEntry } from './lookup.ts';
import { CreateSnatEntry, ModifySnatEntry } from './operations/snat-entries.ts';
import { optional } from './optional.ts';
import { pageNumber, pageOf, pageSize } from './paging.ts';
import { given, receipt } from './receipts.ts';
import { once, unlessGone, whileLagging } from './writes.ts';

export function snatFacet(context: Context): SnatFacet {
  const { client, tables } = context;
  return {
    list: async ({ id }, cursor, call) => {
      const table = await tables.snat(id, call);
      const input = { SnatTableId: table, PageNumber: pageNumber(cursor), PageSize: pageSize };
      const page = await client.call('DescribeSnatTableEntries', input, call);
      const rules = page.SnatTableEntries.map(decodeSnat);
      return pageOf(rules, page, rules.length, cursor);
    },

    add: async ({ id }, spec, call) => {
      const table = await tables.snat(id, call);
      const input = { SnatTableId: table, ...encodeSnat(spec) };
      const write = (attempt: Call) => client.call('CreateSnatEntry', input, attempt);
      const created = await whileLagging(context, call, CreateSnatEntry.lag, write, (code) =>
        isAddressReady(client, id, spec.through ?? [], code, call),
      );
      const entry = given(created.SnatEntryId, 'SnatEntryId', 'CreateSnatEntry');
      return receipt('snat-settled', { table, entry, looks: looksOf(spec) }, created);
    },

    replace: async ({ id }, entry, spec, call) => {
      const table = await tables.snat(id, call);
      await refuseOtherSource(context, table, entry, spec, call);
      const input = {
        SnatTableId: table,
        SnatEntryId: entry,
        SnatIp: encodePool(spec.through),
        ...optional('SnatEntryName', spec.name),
      };
      const write = (attempt: Call) => client.call('ModifySnatEntry', input, attempt);
      const modified = await whileLagging(context, call, ModifySnatEntry.lag, write, (code) =>
        isAddressReady(client, id, spec.through ?? [], code, call),
      );
      return receipt('snat-settled', { table, entry, looks: looksOf(spec) }, modified);
    },

    remove: async ({ id }, entry, call) => {
      const table = await tables.snat(id, call);
      const removal = once(
        context,
        call,
        () => client.call('DeleteSnatEntry', { SnatTableId: table, SnatEntryId: entry }, call),
        () => isLeaving(context, table, entry, call),
      );
      return receipt('snat-removed', { table, entry }, await unlessGone(removal));
    },
  };
}

const looksOf = ({ name, through = [] }: SnatSpec) => ({ ...optional('name', name), through: [...through] });

/** The service changes addresses and names, never the source. */
async function refuseOtherSource(
  { client }: Context,
  table: string,
  id: string,
  { source }: SnatSpec,
  call: Call,
): Promise<void> {
  const entry = await findSnatEntry(client, table, id, call);
  if (!entry) throw new NatError('not-found', `SNAT rule ${id} does not exist`);
  if (sameSource(decodeSnat(entry).source, source)) return;
  throw new NatError('unsupported', 'the source of a rule cannot be changed', {
    field: 'source',
    remedy: 'add a rule with the new source, then remove this one',
  });
}

async function isLeaving({ client }: Context, table: string, id: string, call: Call): Promise<boolean> {
  const entry = await findSnatEntry(client, table, id, call);
  return entry === undefined || entry.Status === 'Deleting';
}
