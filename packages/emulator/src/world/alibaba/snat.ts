import { checkWritable } from './gateways.ts';
import { durations } from './limits.ts';
import type { Gateway, SnatEntry, SnatTable } from './model.ts';
import { found, refuse } from './refusal.ts';
import { checkPool } from './snat-pool.ts';
import { checkSource, type Source, sourceOf } from './snat-source.ts';
import { forget } from './tombstones.ts';
import { begin, confirm } from './work.ts';
import type { Call, World } from './world.ts';

export interface SnatDescription {
  readonly addresses: readonly string[];
  readonly sourceVSwitchId: string | undefined;
  readonly sourceCidr: string | undefined;
  readonly name: string;
  readonly affinity: string;
}

export interface SnatChange {
  readonly addresses: readonly string[] | undefined;
  readonly name: string | undefined;
  readonly affinity: string | undefined;
}

export function findSnatTable(world: World, regionId: string, id: string): Gateway {
  const gateway = world.snatTables.get(id);
  return found(gateway?.regionId === regionId ? gateway : undefined, 'snat-table-not-found');
}

function findSnatEntry(table: SnatTable, id: string): SnatEntry {
  const entry = table.entries.get(id);
  if (entry === undefined && table.deleted.has(id)) refuse('snat-already-deleted');
  return found(entry, 'snat-not-found');
}

/** One entry at work blocks the whole table. */
function checkTable(world: World, gateway: Gateway): void {
  checkWritable(world, gateway);
  for (const { status } of gateway.snat.entries.values()) {
    if (status === 'Pending') refuse('snat-busy');
  }
}

export function createSnatEntry(
  world: World,
  call: Call,
  gateway: Gateway,
  wanted: SnatDescription,
): SnatEntry {
  const source = sourceOf(world, gateway, wanted);
  checkPool(world, gateway, wanted.addresses);
  checkTable(world, gateway);
  if (gateway.snat.entries.size >= world.account.quotas.snatEntriesPerTable) refuse('snat-quota');
  checkSource(world, gateway, source);
  confirm(call);
  return beginCreation(world, call, gateway, addSnatEntry(world, gateway, source, wanted));
}

function addSnatEntry(world: World, gateway: Gateway, source: Source, wanted: SnatDescription): SnatEntry {
  const { addresses, name, affinity } = wanted;
  const id = `snat-${world.identity.word(20)}`;
  const entry: SnatEntry = {
    id,
    ...source,
    addresses,
    formerAddresses: [],
    name,
    affinity,
    status: 'Pending',
  };
  gateway.snat.entries.set(id, entry);
  return entry;
}

function beginCreation(world: World, call: Call, gateway: Gateway, entry: SnatEntry): SnatEntry {
  begin(world, call, {
    milliseconds: durations.entry,
    done: () => {
      entry.status = 'Available';
    },
    failed: () => gateway.snat.entries.delete(entry.id),
  });
  return entry;
}

export function modifySnatEntry(
  world: World,
  call: Call,
  gateway: Gateway,
  id: string,
  change: SnatChange,
): void {
  const entry = findSnatEntry(gateway.snat, id);
  if (change.addresses !== undefined) checkPool(world, gateway, change.addresses);
  checkTable(world, gateway);
  if (entry.status === 'Deleting') refuse('snat-busy');
  confirm(call);
  const { addresses, name, affinity } = entry;
  entry.addresses = change.addresses ?? addresses;
  entry.formerAddresses = addresses;
  entry.name = change.name ?? name;
  entry.affinity = change.affinity ?? affinity;
  entry.status = 'Pending';
  begin(world, call, {
    milliseconds: durations.entry,
    done: () => settleSnat(entry, {}),
    failed: () => settleSnat(entry, { addresses, name, affinity }),
  });
}

function settleSnat(entry: SnatEntry, fallback: Partial<SnatEntry>): void {
  Object.assign(entry, fallback, { formerAddresses: [], status: 'Available' });
}

export function deleteSnatEntry(world: World, call: Call, gateway: Gateway, id: string): void {
  const entry = findSnatEntry(gateway.snat, id);
  checkTable(world, gateway);
  if (entry.status === 'Deleting') refuse('snat-already-deleted');
  confirm(call);
  entry.status = 'Deleting';
  begin(world, call, {
    milliseconds: durations.entry,
    done: () => forget(gateway.snat, id),
    failed: () => {
      entry.status = 'Available';
    },
  });
}
