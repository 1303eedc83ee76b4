import type { ForwardEntry, ForwardMapping, Gateway, SnatEntry, Use } from './model.ts';

export interface Uses {
  readonly snat: readonly SnatEntry[];
  readonly forward: readonly ForwardEntry[];
}

/** The entries of a gateway that need this public address, now or to fall back to. */
export function usesOf(gateway: Gateway, ip: string): Uses {
  const snat: SnatEntry[] = [];
  for (const entry of gateway.snat.entries.values()) {
    if (entry.addresses.includes(ip) || entry.formerAddresses.includes(ip)) snat.push(entry);
  }
  const forward: ForwardEntry[] = [];
  for (const entry of gateway.forward.entries.values()) {
    if (entry.mapping.externalIp === ip || entry.formerMapping?.externalIp === ip) forward.push(entry);
  }
  return { snat, forward };
}

export function useOf(uses: Uses): Use {
  if (uses.forward.length > 0) return 'UsedByForwardTable';
  return uses.snat.length > 0 ? 'UsedBySnatTable' : 'Idle';
}

/** Whether SNAT may use the address beside its DNAT entries: only ports that break through (PortBreak) leave room. */
export function leavesRoomForSnat({ forward }: Uses): boolean {
  return forward.every(
    ({ mapping, formerMapping }) =>
      sharesAddress(mapping) && (formerMapping === undefined || sharesAddress(formerMapping)),
  );
}

/** A mapping of the whole address leaves nothing to share. */
export function sharesAddress(mapping: ForwardMapping): boolean {
  return mapping.portBreak && mapping.externalPort !== 'Any';
}

/** Whether an entry of either table that needs one of these addresses is on its way. */
export function atWork(uses: readonly Uses[]): boolean {
  return uses.some(({ snat, forward }) => [...snat, ...forward].some(({ status }) => status !== 'Available'));
}
