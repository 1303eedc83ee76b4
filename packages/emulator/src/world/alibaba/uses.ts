import type { ForwardEntry, ForwardMapping, Gateway, SnatEntry, Use } from './model.ts';

export interface Uses {
  readonly snat: readonly SnatEntry[];
  readonly forward: readonly ForwardEntry[];
}

/** The entries of a gateway that need this public address. */
export function usesOf(gateway: Gateway, ip: string): Uses {
  return {
    snat: [...gateway.snat.entries.values()].filter((entry) => claimsOf(entry).includes(ip)),
    forward: [...gateway.forward.entries.values()].filter((entry) =>
      mappingsOf(entry).some(({ externalIp }) => externalIp === ip),
    ),
  };
}

function claimsOf({ addresses, formerAddresses }: SnatEntry): readonly string[] {
  return [...addresses, ...formerAddresses];
}

function mappingsOf({ mapping, formerMapping }: ForwardEntry): readonly ForwardMapping[] {
  return formerMapping === undefined ? [mapping] : [mapping, formerMapping];
}

export function useOf(uses: Uses): Use {
  if (uses.forward.length > 0) return 'UsedByForwardTable';
  return uses.snat.length > 0 ? 'UsedBySnatTable' : 'Idle';
}

/** Whether SNAT may use the address beside its DNAT entries: only ports that break through (PortBreak) leave room. */
export function leavesRoomForSnat({ forward }: Uses): boolean {
  return forward.flatMap(mappingsOf).every(sharesAddress);
}

/** A mapping of the whole address leaves nothing to share. */
export function sharesAddress(mapping: ForwardMapping): boolean {
  return mapping.portBreak && mapping.externalPort !== 'Any';
}

/** Whether an entry of either table that needs one of these addresses is on its way. */
export function atWork(uses: readonly Uses[]): boolean {
  return uses.some(({ snat, forward }) => [...snat, ...forward].some(({ status }) => status !== 'Available'));
}
