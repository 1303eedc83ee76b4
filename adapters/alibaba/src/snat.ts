import { type Call, NatError, type SnatResource, type SnatSpec } from '@polynat/core';
import { pageNumber, pageOf, pageSize } from './codec/cursor.ts';
import { optional } from './codec/optional.ts';
import { decodeSnat, encodePool, encodeSnat, sameSource } from './codec/snat.ts';
import type { Context } from './lookup/context.ts';
import { isAddressReady } from './lookup/readiness.ts';
import { findSnatEntry, unlessGone } from './lookup/records.ts';
import type { OperationOutput } from './operations/index.ts';
import { CreateSnatEntry, ModifySnatEntry } from './operations/snat-entries.ts';
import { given, receipt } from './settling/receipts.ts';
import { whileLagging } from './writes/repeat.ts';
import { removeSnatEntry } from './writes/snat-removal.ts';

export function snatFacet(context: Context): SnatResource {
  const { client, tables } = context;
  const { create, modify } = snatWrites(context);
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
      const created = await create(id, table, spec, call);
      const subject = { table, entry: entryOf(created), looks: looksOf(spec), fresh: true };
      return receipt('snat-settled', subject, created);
    },

    replace: async ({ id }, entry, spec, call) => {
      const table = await tables.snat(id, call);
      const former = await findSnatEntry(client, table, entry, call);
      if (!former) throw new NatError('not-found', `SNAT rule ${entry} does not exist`);
      const { source, name } = decodeSnat(former);
      if (sameSource(source, spec.source)) {
        const modified = await modify(id, table, entry, spec, call);
        return receipt('snat-settled', { table, entry, looks: looksOf(spec) }, modified);
      }
      const successor = { ...optional('name', name), ...spec };
      const created = await create(id, table, successor, call);
      const subject = { table, entry: entryOf(created), former: entry, looks: looksOf(successor) };
      return receipt('snat-moved', subject, created);
    },

    remove: async ({ id }, entry, call) => {
      const table = await unlessGone(tables.snat(id, call));
      if (table === undefined) return receipt('gone', {});
      return receipt('snat-removed', { table, entry }, await removeSnatEntry(context, table, entry, call));
    },
  };
}

const looksOf = ({ name, through = [] }: SnatSpec) => ({ ...optional('name', name), through: [...through] });

const entryOf = ({ SnatEntryId }: OperationOutput<'CreateSnatEntry'>): string =>
  given(SnatEntryId, 'SnatEntryId', 'CreateSnatEntry');

/** The two writes that name addresses, which the service may not know yet. */
function snatWrites(context: Context) {
  const { client } = context;
  const whenReady =
    (gateway: string, { through = [] }: SnatSpec, call: Call) =>
    (code: string) =>
      isAddressReady(client, gateway, through, code, call);
  return {
    create: (gateway: string, table: string, spec: SnatSpec, call: Call) => {
      const input = { SnatTableId: table, ...encodeSnat(spec) };
      const write = (attempt: Call) => client.call('CreateSnatEntry', input, attempt);
      return whileLagging(context, call, CreateSnatEntry.lag, write, whenReady(gateway, spec, call));
    },
    modify: (gateway: string, table: string, entry: string, spec: SnatSpec, call: Call) => {
      const input = {
        SnatTableId: table,
        SnatEntryId: entry,
        SnatIp: encodePool(spec.through),
        ...optional('SnatEntryName', spec.name),
      };
      const write = (attempt: Call) => client.call('ModifySnatEntry', input, attempt);
      return whileLagging(context, call, ModifySnatEntry.lag, write, whenReady(gateway, spec, call));
    },
  };
}
