import type { GatewayDocument } from '../document.ts';
import { blocking, type Gap } from '../gap.ts';
import type { AddressSlot } from './address-slot.ts';
import type { Target } from './target.ts';

export type Use = 'snat' | 'dnat' | 'both';

/** What the rules use each address for. */
export function usesOf(
  { snat, dnat }: GatewayDocument,
  dropped: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, Use> {
  const leaving = new Set(snat.flatMap(({ through }) => through).filter((ip) => !dropped.has(ip)));
  const entering = new Set(dnat.map((rule) => rule.public.address).filter((ip) => !dropped.has(ip)));
  return new Map([
    ...[...leaving].map((ip) => [ip, entering.has(ip) ? 'both' : 'snat'] as const),
    ...[...entering].filter((ip) => !leaving.has(ip)).map((ip) => [ip, 'dnat'] as const),
  ]);
}

/** On a gateway that keeps addresses for SNAT and for DNAT apart, each serves one of the two, and few have bandwidth of their own. */
export function poolGaps(
  { addresses }: GatewayDocument,
  uses: ReadonlyMap<string, Use>,
  slots: readonly AddressSlot[],
  apart: number,
  { alias, addresses: known = [] }: Target,
): readonly Gap[] {
  const torn = addresses.flatMap(({ ip }, index) =>
    uses.get(ip) === 'both' ? [dualUseGap(ip, index, alias)] : [],
  );
  const plain = slots.filter(({ take }) => {
    const group = 'ip' in take ? known.find(({ ip }) => ip === take.ip)?.sharedBandwidth : undefined;
    return group === undefined;
  });
  const crowded = (['snat', 'dnat'] as const).flatMap((purpose) => {
    const count = plain.filter((slot) => slot.purpose === purpose).length;
    return count > apart ? [poolFullGap(purpose, count, apart, alias)] : [];
  });
  return [...torn, ...crowded];
}

const otherSize = 'choose a `size` in the mapping that keeps no pools apart';

function dualUseGap(ip: string, index: number, alias: string): Gap {
  const why = `a gateway of this size on ${alias} keeps an address for SNAT or for DNAT, and ${ip} serves both`;
  const remedy = `${otherSize}, or use two addresses in the document`;
  return blocking('address-pools', `addresses.${index}`, `the address ${ip} in both uses`, { why, remedy });
}

function poolFullGap(purpose: 'snat' | 'dnat', count: number, apart: number, alias: string): Gap {
  const why = `a gateway of this size on ${alias} has room for ${apart} with bandwidth of its own`;
  const remedy = `${otherSize}, or name target addresses that draw from one shared bandwidth`;
  const what = `${count} addresses for ${purpose.toUpperCase()}`;
  return blocking('address-pools', 'addresses', what, { why, remedy });
}
