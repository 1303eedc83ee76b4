import { describeSize, type Size, sameSize } from '@polynat/core';
import type { DocumentedAddress } from '../document.ts';
import { type Gap, lossy } from '../gap.ts';
import { decisionOn, droppedBy, type Mapping } from '../mapping.ts';
import type { Target } from './target.ts';

/** Some gateways limit what all their public IPs send together. That is told unless the IPs are known to need less. */
export function outboundGap(
  addresses: readonly DocumentedAddress[],
  mapping: Mapping,
  { alias, capabilities }: Target,
  size: Size | undefined,
): readonly Gap[] {
  const { offers } = capabilities.sizes;
  const most = offers.find((offer) => size && sameSize(offer.size, size))?.outboundMbps;
  if (size === undefined || most === undefined) return [];
  const dropped = droppedBy(mapping);
  const kept = addresses.filter(({ ip }) => !dropped.has(ip));
  const needed = kept.reduce((sum, address) => sum + bandwidthOf(address, mapping), 0);
  if (needed <= most) return [];
  const source = Number.isFinite(needed) ? `these need ${needed} Mbit/s` : 'the source tells no limit';
  const why = `${alias} limits all public IPs of a new gateway of this size (${describeSize(size)}) to ${most} Mbit/s together, and ${source}`;
  const larger = offers.filter(({ outboundMbps = most }) => outboundMbps > most);
  const choices = larger.map((offer) => `\`size: ${written(offer.size)}\` (${offer.outboundMbps} Mbit/s)`);
  const byHand = 'raise it with the native API of the cloud before cut-over';
  const remedy = choices.length === 0 ? byHand : `set ${choices.join(' or ')} in the mapping, or ${byHand}`;
  return [lossy('gateway-bandwidth', 'gateway', 'the outbound bandwidth of the gateway', { why, remedy })];
}

/** What a new public IP is decided to have, or what the one it replaces has. */
function bandwidthOf({ ip, bandwidthMbps }: DocumentedAddress, mapping: Mapping): number {
  const decision = decisionOn(ip, mapping);
  const decided =
    typeof decision === 'object' && 'allocate' in decision ? decision.allocate.bandwidthMbps : undefined;
  return decided ?? bandwidthMbps ?? Number.POSITIVE_INFINITY;
}

/** As a mapping file spells it: `{ metered: true }`. */
const written = (size: Size): string =>
  `{ ${Object.entries(size)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')} }`;
