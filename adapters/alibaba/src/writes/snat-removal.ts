import type { Call } from '@polynat/core';
import type { Context } from '../lookup/context.ts';
import { findSnatEntry } from '../lookup/records.ts';
import { type Answered, goneIsDone, once } from './repeat.ts';

export function removeSnatEntry(context: Context, table: string, id: string, call: Call): Promise<Answered> {
  const { client } = context;
  const removal = once(
    context,
    call,
    () => client.call('DeleteSnatEntry', { SnatTableId: table, SnatEntryId: id }, call),
    () => isLeaving(context, table, id, call),
  );
  return goneIsDone(removal);
}

async function isLeaving({ client }: Context, table: string, id: string, call: Call): Promise<boolean> {
  const entry = await findSnatEntry(client, table, id, call);
  return entry === undefined || entry.Status === 'Deleting';
}
