import { sightOf } from './entry-address.ts';
import { collides, isRange, portsFit } from './forward-mapping.ts';
import { checkWritable } from './gateways.ts';
import { durations } from './limits.ts';
import type { ForwardEntry, ForwardMapping, ForwardTable, Gateway } from './model.ts';
import { insideVpc, vpcOf } from './network.ts';
import { found, refuse } from './refusal.ts';
import { forget } from './tombstones.ts';
import { sharesAddress, usesOf } from './uses.ts';
import { begin, confirm } from './work.ts';
import type { Call, World } from './world.ts';

export function findForwardTable(world: World, regionId: string, id: string): Gateway {
  const gateway = world.forwardTables.get(id);
  return found(gateway?.regionId === regionId ? gateway : undefined, 'forward-table-not-found');
}

function findForwardEntry(table: ForwardTable, id: string): ForwardEntry {
  const entry = table.entries.get(id);
  if (entry === undefined && table.deleted.has(id)) refuse('forward-already-deleted');
  return found(entry, 'forward-not-found');
}

/** One entry at work blocks the whole table. */
function checkTable(world: World, gateway: Gateway): void {
  if (gateway.status === 'Deleting') refuse('gateway-gone');
  checkWritable(world, gateway);
  for (const { status } of gateway.forward.entries.values()) {
    if (status === 'Pending') refuse('forward-busy');
  }
}

export function createForwardEntry(
  world: World,
  call: Call,
  gateway: Gateway,
  mapping: ForwardMapping,
): ForwardEntry {
  checkTable(world, gateway);
  const { forwardEntriesPerTable } = world.account.quotas;
  if (gateway.forward.entries.size >= forwardEntriesPerTable) refuse('forward-quota');
  checkMapping(world, gateway, mapping, gateway.forward.entries.values());
  confirm(call);
  const entry = addForwardEntry(world, gateway, mapping);
  begin(world, call, {
    milliseconds: durations.entry,
    done: () => {
      entry.status = 'Available';
    },
    failed: () => gateway.forward.entries.delete(entry.id),
  });
  return entry;
}

function addForwardEntry(world: World, gateway: Gateway, mapping: ForwardMapping): ForwardEntry {
  const entry: ForwardEntry = {
    id: `fwd-${world.identity.word(20)}`,
    mapping,
    formerMapping: undefined,
    status: 'Pending',
  };
  gateway.forward.entries.set(entry.id, entry);
  return entry;
}

export function modifyForwardEntry(
  world: World,
  call: Call,
  gateway: Gateway,
  id: string,
  change: Partial<ForwardMapping>,
): void {
  const entry = findForwardEntry(gateway.forward, id);
  checkTable(world, gateway);
  if (entry.status === 'Deleting') refuse('forward-busy');
  if (gateway.forward.entries.size > world.account.quotas.forwardEntriesPerTable) refuse('forward-quota');
  const before = entry.mapping;
  const mapping = { ...before, ...change };
  const others = [...gateway.forward.entries.values()].filter((other) => other !== entry);
  checkMapping(world, gateway, mapping, others);
  confirm(call);
  entry.mapping = mapping;
  entry.formerMapping = before;
  entry.status = 'Pending';
  const settle = (settled: ForwardMapping) => () =>
    Object.assign(entry, { mapping: settled, formerMapping: undefined, status: 'Available' });
  begin(world, call, { milliseconds: durations.entry, done: settle(mapping), failed: settle(before) });
}

function checkMapping(
  world: World,
  gateway: Gateway,
  mapping: ForwardMapping,
  others: Iterable<ForwardEntry>,
): void {
  if (mapping.externalIp === mapping.internalIp) refuse('forward-same-address');
  if (!portsFit(mapping)) refuse('forward-port-mapping');
  if (gateway.inside !== undefined && isRange(mapping)) refuse('forward-port-mapping');
  checkExternal(world, gateway, mapping);
  checkInternal(world, gateway, mapping);
  for (const other of others) {
    if (collides(mapping, other.mapping)) refuse('forward-duplicated');
  }
}

function checkExternal(world: World, gateway: Gateway, mapping: ForwardMapping): void {
  const sight = sightOf(world, gateway, mapping.externalIp);
  if (sight === 'unknown') refuse('forward-external-not-found');
  if (sight === 'at-work') refuse('nat-ip-busy');
  if (sight === 'binding') refuse('address-still-binding');
  if (sight !== 'usable') refuse('forward-external-not-here');
  const { snat } = usesOf(gateway, mapping.externalIp);
  if (snat.length > 0 && !sharesAddress(mapping)) refuse('forward-external-used-by-snat');
}

function checkInternal(world: World, gateway: Gateway, { internalIp }: ForwardMapping): void {
  const vpc = vpcOf(world, gateway);
  if (!insideVpc(vpc, internalIp)) refuse('forward-internal-outside', { variant: gateway.natType });
  if (gateway.inside === undefined && vpc.serversWithAddress.has(internalIp))
    refuse('forward-instance-has-address');
}

export function deleteForwardEntry(world: World, call: Call, gateway: Gateway, id: string): void {
  const entry = findForwardEntry(gateway.forward, id);
  checkTable(world, gateway);
  if (entry.status === 'Deleting') refuse('forward-already-deleted');
  confirm(call);
  entry.status = 'Deleting';
  begin(world, call, {
    milliseconds: durations.entry,
    done: () => forget(gateway.forward, id),
    failed: () => {
      entry.status = 'Available';
    },
  });
}
