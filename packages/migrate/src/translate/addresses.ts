import { addressesOf, type Size, sameSize } from '@polynat/core';
import type { DocumentedAddress, DocumentedBandwidth, GatewayDocument } from '../document.ts';
import { blocking, type Gap, lossy, type Translated, together } from '../gap.ts';
import { decisionOn, droppedBy, type Mapping } from '../mapping.ts';
import { poolGaps, type Use, usesOf } from './address-pools.ts';
import type { AddressSlot } from './address-slot.ts';
import { takesMetering, translateAllocation } from './allocation.ts';
import { lacking, type Target } from './target.ts';

export function translateAddresses(
  document: GatewayDocument,
  mapping: Mapping,
  target: Target,
  size: Size | undefined,
): Translated<readonly AddressSlot[]> {
  const uses = usesOf(document, droppedBy(mapping));
  const apart = target.capabilities.sizes.offers.find(
    (offer) => size && sameSize(offer.size, size),
  )?.addressesPerPool;
  const slots = together(
    document.addresses.map((address, index) =>
      translateAddress(address, `addresses.${index}`, mapping, target, uses.get(address.ip)),
    ),
  );
  const value = slots.value.map((slot) =>
    apart === undefined ? { ...slot, purpose: 'any' as const } : slot,
  );
  return {
    value,
    gaps: [
      ...slots.gaps,
      ...roomGap(document.addresses.length - droppedBy(mapping).size, size, target),
      ...(apart === undefined ? [] : poolGaps(document, uses, slots.value, apart, target)),
      ...document.bandwidth.map((bought, index) => packageGap(bought, index, target)),
    ],
  };
}

function translateAddress(
  address: DocumentedAddress,
  where: string,
  mapping: Mapping,
  target: Target,
  use: Use = 'snat',
): Translated<readonly AddressSlot[]> {
  const decision = decisionOn(address.ip, mapping);
  const slot = { stands: address.ip, purpose: use === 'both' ? 'any' : use } as const;
  if (decision === undefined) return { value: [], gaps: [undecided(address.ip, where, target)] };
  if (decision === 'drop') return { value: [], gaps: [droppedGap(address.ip, where)] };
  if ('ip' in decision) {
    const { ip } = decision;
    const gaps = [
      ...sharedGap(address, where),
      ...takenGap(ip, address.ip, where, target),
      ...refusedMeteringGap(ip, where, target),
      ...otherMeteringGap(ip, address, where, target),
    ];
    return { value: [{ ...slot, take: { ip } }], gaps };
  }
  const none = lacking(target, 'addresses.allocate');
  if (none) {
    return { value: [], gaps: [blocking('addresses', where, `a new address for ${address.ip}`, none)] };
  }
  const { value, gaps } = translateAllocation(address, where, decision.allocate, target);
  const facts = target.capabilities.features['addresses.allocate'];
  const inNetwork = facts.supported && facts.network === true;
  const allocate = { ...(inNetwork && { network: mapping.network.vpc }), ...value };
  return { value: [{ ...slot, take: { allocate } }], gaps: [...gaps, ...sharedGap(address, where)] };
}

function undecided(ip: string, where: string, { alias }: Target): Gap {
  const why = `addresses stay with their cloud, and a new one on ${alias} costs money`;
  const remedy = `name its replacement in the mapping (\`addresses: { "${ip}": … }\`), or say \`otherAddresses: allocate\``;
  return blocking('addresses', where, `the address ${ip}`, { why, remedy });
}

function droppedGap(ip: string, where: string): Gap {
  const reason = { why: 'the mapping drops it', remedy: 'nothing is to be done if nobody uses it any more' };
  return lossy('addresses', where, `the address ${ip}`, reason);
}

function takenGap(ip: string, stands: string, where: string, { alias, addresses }: Target): readonly Gap[] {
  if (!addresses || addresses.some((known) => known.ip === ip)) return [];
  const why = `${alias} has no free address ${ip}`;
  const remedy = `name one that nothing holds under \`addresses\` in the mapping, or say \`allocate\``;
  return [blocking('addresses', where, `${ip} in place of ${stands}`, { why, remedy })];
}

/** A gateway may take only public IPs that are metered one way, unless they draw from a shared bandwidth. */
export function refusedMeteringGap(ip: string, where: string, target: Target): readonly Gap[] {
  const { meteredBy, sharedBandwidth } = target.addresses?.find((known) => known.ip === ip) ?? {};
  if (sharedBandwidth !== undefined || takesMetering(meteredBy, target)) return [];
  const why = `a gateway on ${target.alias} takes no public IP metered by ${meteredBy}`;
  const remedy = 'name another public IP, or change its metering in the console of the cloud first';
  return [blocking('address-metering', where, `attaching ${ip}`, { why, remedy })];
}

/** An address that exists keeps its own metering; what it costs may differ from what was paid before. */
function otherMeteringGap(
  ip: string,
  { ip: stands, meteredBy }: DocumentedAddress,
  where: string,
  { alias, addresses = [] }: Target,
): readonly Gap[] {
  const now = addresses.find((known) => known.ip === ip)?.meteredBy;
  if (now === undefined || meteredBy === undefined || now === meteredBy) return [];
  const why = `${stands} is metered by ${meteredBy}, and ${ip} on ${alias} by ${now}`;
  const remedy = 'no action needed if intended; otherwise name another public IP in the mapping';
  return [lossy('address-metering', where, `the metering of ${stands}`, { why, remedy })];
}

function sharedGap({ ip, sharedBandwidth }: DocumentedAddress, where: string): readonly Gap[] {
  if (sharedBandwidth === undefined) return [];
  const why = `it shares the bandwidth ${sharedBandwidth} with others on its cloud`;
  const remedy = 'set up shared bandwidth on the target, or give the new address bandwidth of its own';
  return [lossy('shared-bandwidth', where, `the shared bandwidth of ${ip}`, { why, remedy })];
}

function packageGap({ name, bandwidthMbps }: DocumentedBandwidth, index: number, target: Target): Gap {
  const none = lacking(target, 'bandwidth.packages')?.why;
  const why = none ?? 'a package holds addresses, and addresses stay with their cloud';
  const remedy = 'give the new addresses bandwidth of their own';
  const what = `the bandwidth package ${name} (${bandwidthMbps} Mbit/s)`;
  return lossy('bandwidth-package', `bandwidth.${index}`, what, { why, remedy });
}

function roomGap(count: number, size: Size | undefined, { alias, capabilities }: Target): readonly Gap[] {
  const fact = capabilities.features['addresses.attach'];
  const room = (size && addressesOf(size, capabilities.sizes)) ?? (fact.supported ? fact.maximum : undefined);
  if (fact.supported && count < fact.minimum) {
    const why = `a gateway on ${alias} always has at least ${fact.minimum}`;
    const remedy = 'keep or add an address';
    return [blocking('addresses', 'addresses', `a gateway with ${count} public addresses`, { why, remedy })];
  }
  if (room === undefined || count <= room) return [];
  const why = `a gateway of this size on ${alias} holds ${room}`;
  const remedy =
    'choose a larger `size` in the mapping, drop addresses that nothing needs, or split the gateway';
  return [blocking('addresses', 'addresses', `${count} public addresses`, { why, remedy })];
}
