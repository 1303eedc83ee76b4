import { contains, formatAddress, overlaps, parseCidr, type Range, sizeOf } from '../../common/ipv4.ts';
import type { Gateway, SnatEntry, Vpc } from './model.ts';
import { findVSwitch, vpcOf, vSwitchWithCidr } from './network.ts';
import { found, refuse } from './refusal.ts';
import type { World } from './world.ts';

export type Source = Pick<SnatEntry, 'sourceVSwitchId' | 'sourceCidr' | 'source'>;

export interface SourceRequest {
  readonly sourceVSwitchId: string | undefined;
  readonly sourceCidr: string | undefined;
}

/** Exactly one of vSwitch and CIDR names the source. */
export function sourceOf(world: World, gateway: Gateway, wanted: SourceRequest): Source {
  const { sourceVSwitchId, sourceCidr } = wanted;
  if ((sourceVSwitchId === undefined) === (sourceCidr === undefined)) refuse('snat-source-invalid');
  if (sourceVSwitchId !== undefined) return vSwitchSource(world, gateway, sourceVSwitchId);
  const source = found(parseCidr(sourceCidr ?? ''), 'snat-source-invalid');
  return { sourceVSwitchId: '', sourceCidr: sourceCidr ?? '', source };
}

function vSwitchSource(world: World, gateway: Gateway, id: string): Source {
  const vSwitch = findVSwitch(world, id);
  if (vSwitch.vpcId !== gateway.vpcId) refuse('vswitch-not-found');
  return { sourceVSwitchId: id, sourceCidr: vSwitch.cidr, source: vSwitch.block };
}

export function checkSource(world: World, gateway: Gateway, { source }: Source): void {
  const vpc = vpcOf(world, gateway);
  if (!contains(vpc.block, source) && !world.account.anySourceCidr) refuse('snat-cidr-outside');
  if (vSwitchWithCidr(world, vpc, source)?.virtualAddress === true) refuse('vswitch-with-virtual-address');
  if (gateway.inside === undefined && isServerWithAddress(vpc, source)) refuse('snat-instance-has-address');
  for (const entry of gateway.snat.entries.values()) checkAgainst(entry, source);
}

function isServerWithAddress(vpc: Vpc, source: Range): boolean {
  return isHost(source) && vpc.serversWithAddress.has(formatAddress(source.first));
}

/** A server may have an entry of its own inside a wider one; wider ones may not overlap. */
function checkAgainst(entry: SnatEntry, source: Range): void {
  if (!overlaps(entry.source, source)) return;
  if (contains(entry.source, source) && contains(source, entry.source)) refuse('snat-source-duplicated');
  if (!isHost(entry.source) && !isHost(source)) refuse('snat-cidr-conflict');
}

function isHost(source: Range): boolean {
  return sizeOf(source) === 1;
}
