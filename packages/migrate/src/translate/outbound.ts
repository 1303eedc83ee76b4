import { describeSize, type GatewaySpec, type Size, type SizeOffer, sameSize } from '@polynat/core';
import type { DocumentedAddress, DocumentedGateway, GatewayDocument } from '../document.ts';
import { blocking, type Gap, lossy, type Reason, type Translated } from '../gap.ts';
import { decisionOn, droppedBy, type Mapping } from '../mapping.ts';
import type { Target } from './target.ts';

type Outbound = Translated<Pick<GatewaySpec, 'outboundMbps'>>;

/** What all public IPs of the new gateway together may send: as much as at the source, or as the public IPs need. */
export function translateOutbound(
  { gateway, addresses }: GatewayDocument,
  mapping: Mapping,
  target: Target,
  size: Size | undefined,
): Outbound {
  const needed = neededBy(addresses, mapping);
  const fact = target.capabilities.features['gateways.outbound-limit'];
  if (!fact.supported) {
    const lack = `${target.alias}: ${fact.reason}`;
    return { value: {}, gaps: withoutLimit(gateway, needed, mapping, { target, size, lack }) };
  }
  const stated = mapping.outboundMbps ?? gateway.outboundMbps;
  const usual = size && offerOf(size, target)?.outboundMbps;
  if (stated === undefined && (usual === undefined || needed <= usual)) return none;
  const wanted = stated ?? needed;
  if (!Number.isFinite(wanted)) return { value: {}, gaps: [unknownNeed(usual, size, target)] };
  return chosenFrom(fact.mbps, wanted, target);
}

const none: Outbound = { value: {}, gaps: [] };

/** The smallest limit that lets as much through, or the largest there is. */
function chosenFrom(sold: readonly number[], wanted: number, { alias }: Target): Outbound {
  const enough = sold.filter((mbps) => mbps >= wanted);
  const outboundMbps = enough.length > 0 ? Math.min(...enough) : Math.max(...sold);
  if (outboundMbps === wanted) return { value: { outboundMbps }, gaps: [] };
  const why = `${alias} sells the limits ${sold.join(', ')} Mbit/s, so it becomes ${outboundMbps} Mbit/s`;
  return { value: { outboundMbps }, gaps: [limitGap(wanted, { why, remedy: choose })] };
}

const choose = 'set `outboundMbps` in the mapping to choose another';

/** Where an order cannot choose a limit, and why. */
interface Unlimited {
  readonly target: Target;
  readonly size: Size | undefined;
  readonly lack: string;
}

/** A cloud that limits no gateway, or whose limit an order cannot choose. */
function withoutLimit(
  gateway: DocumentedGateway,
  needed: number,
  { outboundMbps }: Mapping,
  { target, size, lack }: Unlimited,
): readonly Gap[] {
  if (outboundMbps !== undefined) {
    const remedy = 'leave `outboundMbps` out of the mapping';
    const what = `the outbound limit of ${outboundMbps} Mbit/s`;
    return [blocking('gateway-bandwidth', 'gateway', what, { why: lack, remedy })];
  }
  const most = size && offerOf(size, target)?.outboundMbps;
  const wanted = Math.min(gateway.outboundMbps ?? Number.POSITIVE_INFINITY, needed);
  if (size && most !== undefined) return wanted <= most ? [] : [narrower(wanted, most, size, target)];
  if (gateway.outboundMbps === undefined || needed <= gateway.outboundMbps) return [];
  const why = `${lack}, and its public IPs can send ${inWords(needed)} together`;
  const remedy = 'give the public IPs less bandwidth in the mapping, or accept that they send more';
  return [limitGap(gateway.outboundMbps, { why, remedy })];
}

function narrower(wanted: number, most: number, size: Size, { alias, capabilities }: Target): Gap {
  const source = Number.isFinite(wanted) ? `these need ${wanted} Mbit/s` : 'the source tells no limit';
  const why = `${limits(alias, size)} to ${most} Mbit/s together, and ${source}`;
  const larger = capabilities.sizes.offers.filter(({ outboundMbps = most }) => outboundMbps > most);
  const choices = larger.map((offer) => `\`size: ${written(offer.size)}\` (${offer.outboundMbps} Mbit/s)`);
  const byHand = 'raise it with the native API of the cloud before cut-over';
  const remedy = choices.length === 0 ? byHand : `set ${choices.join(' or ')} in the mapping, or ${byHand}`;
  return lossy('gateway-bandwidth', 'gateway', 'the outbound bandwidth of the gateway', { why, remedy });
}

function unknownNeed(usual: number | undefined, size: Size | undefined, { alias }: Target): Gap {
  const why = `${limits(alias, size)} to ${usual ?? 'a default'} Mbit/s together, and the source tells no limit`;
  const what = 'the outbound bandwidth of the gateway';
  return lossy('gateway-bandwidth', 'gateway', what, { why, remedy: choose });
}

const limits = (alias: string, size: Size | undefined): string =>
  `${alias} limits all public IPs of a new gateway of this size${size ? ` (${describeSize(size)})` : ''}`;

const limitGap = (mbps: number, reason: Reason): Gap =>
  lossy('gateway-bandwidth', 'gateway.outboundMbps', `the outbound limit of ${mbps} Mbit/s`, reason);

const inWords = (mbps: number): string => (Number.isFinite(mbps) ? `${mbps} Mbit/s` : 'any amount');

const offerOf = (size: Size, { capabilities }: Target): SizeOffer | undefined =>
  capabilities.sizes.offers.find((offer) => sameSize(offer.size, size));

/** What the public IPs that are kept can send together. */
function neededBy(addresses: readonly DocumentedAddress[], mapping: Mapping): number {
  const dropped = droppedBy(mapping);
  const kept = addresses.filter(({ ip }) => !dropped.has(ip));
  return kept.reduce((sum, address) => sum + bandwidthOf(address, mapping), 0);
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
