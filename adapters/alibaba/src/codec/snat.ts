import { defined, providerSettings } from '@polynat/adapter-kit';
import { NatError, type SnatRule, type SnatSource, type SnatSpec } from '@polynat/core';
import type { OperationOutput } from '../operations/index.ts';
import { entryState } from './state.ts';

export type SnatEntry = OperationOutput<'DescribeSnatTableEntries'>['SnatTableEntries'][number];

export function decodeSnat(entry: SnatEntry): SnatRule {
  return {
    id: entry.SnatEntryId,
    ...(entry.SnatEntryName && { name: entry.SnatEntryName }),
    source: decodeSource(entry),
    through: decodePool(entry.SnatIp),
    ...(entry.EipAffinity !== undefined && { affinity: entry.EipAffinity === 1 }),
    ...providerSettings(entry, { NetworkInterfaceId: undefined }),
    state: entryState(entry.Status),
    providerState: entry.Status ?? '',
    native: entry,
  };
}

/** An entry made for a vSwitch shows the block of that vSwitch beside it. */
function decodeSource({ SourceVSwitchId, SourceCIDR }: SnatEntry): SnatSource {
  if (!SourceVSwitchId) return { cidr: SourceCIDR ?? '' };
  return { subnet: SourceVSwitchId, ...(SourceCIDR && { cidr: SourceCIDR }) };
}

/** A pool is one text with commas between its addresses. */
export const decodePool = (pool = ''): readonly string[] => pool.split(',').filter(Boolean);

export const encodePool = (through: readonly string[] = []): string => through.join(',');

/** The service takes one of the two: core leaves the block of a whole vSwitch out. */
function encodeSource(source: SnatSource) {
  if ('subnet' in source && !('hosts' in source) && !('cidr' in source && source.cidr !== undefined))
    return { SourceVSwitchId: source.subnet };
  if ('cidr' in source && !('subnet' in source)) return { SourceCIDR: source.cidr };
  throw new NatError('internal', 'a source kind this cloud lacks passed its capability facts', {
    field: 'source',
  });
}

export const encodeAffinity = (affinity: boolean | undefined) =>
  defined({ EipAffinity: affinity === undefined ? undefined : Number(affinity) });

export const encodeSnat = ({ name, source, through, affinity }: SnatSpec) => ({
  ...encodeSource(source),
  SnatIp: encodePool(through),
  ...encodeAffinity(affinity),
  ...defined({ SnatEntryName: name }),
});

/** Whether an entry already stands for this source; its block is compared only where the caller gave one. */
export function sameSource(known: SnatSource, wanted: SnatSource): boolean {
  const [left, right] = [placeOf(known), placeOf(wanted)];
  return right.cidr === undefined ? left.subnet === right.subnet : left.cidr === right.cidr;
}

const placeOf = (source: SnatSource): { readonly subnet?: string; readonly cidr?: string } =>
  'hosts' in source || 'network' in source ? {} : source;
