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
  perPool: number,
  { alias, addresses: known = [] }: Target,
): readonly Gap[] {
  const dual = addresses.flatMap(({ ip }, index) =>
    uses.get(ip) === 'both' ? [dualUseGap(ip, index, alias)] : [],
  );
  const plain = slots.filter(({ target }) => {
    const group = 'ip' in target ? known.find(({ ip }) => ip === target.ip)?.sharedBandwidth : undefined;
    return group === undefined;
  });
  const full = (['snat', 'dnat'] as const).flatMap((purpose) => {
    const count = plain.filter((slot) => slot.purpose === purpose).length;
    return count > perPool ? [poolFullGap(purpose, count, perPool, alias)] : [];
  });
  return [...dual, ...full];
}

const otherSize = 'choose a `size` in the mapping without separate pools';

function dualUseGap(ip: string, index: number, alias: string): Gap {
  const why = `a gateway of this size on ${alias} uses a public IP for SNAT or for DNAT, and ${ip} serves both`;
  const remedy = `${otherSize}, or use two public IPs in the document`;
  return blocking('address-pools', `addresses.${index}`, `the public IP ${ip} for SNAT and DNAT`, {
    why,
    remedy,
  });
}

function poolFullGap(purpose: 'snat' | 'dnat', count: number, perPool: number, alias: string): Gap {
  const why = `a gateway of this size on ${alias} has room for ${perPool} with bandwidth of their own`;
  const remedy = `${otherSize}, or name target public IPs in one shared bandwidth`;
  const what = `${count} public IPs for ${purpose.toUpperCase()}`;
  return blocking('address-pools', 'addresses', what, { why, remedy });
}
