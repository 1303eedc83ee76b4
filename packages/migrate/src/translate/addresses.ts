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
  const perPool = target.capabilities.sizes.offers.find(
    (offer) => size && sameSize(offer.size, size),
  )?.addressesPerPool;
  const slots = together(
    document.addresses.map((address, index) =>
      translateAddress(address, `addresses.${index}`, mapping, target, uses.get(address.ip)),
    ),
  );
  const value = slots.value.map((slot) =>
    perPool === undefined ? { ...slot, purpose: 'any' as const } : slot,
  );
  return {
    value,
    gaps: [
      ...slots.gaps,
      ...roomGap(document.addresses.length - droppedBy(mapping).size, size, target),
      ...(perPool === undefined ? [] : poolGaps(document, uses, slots.value, perPool, target)),
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
  const slot = { sourceIp: address.ip, purpose: use === 'both' ? 'any' : use } as const;
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
    return { value: [{ ...slot, target: { ip } }], gaps };
  }
  const none = lacking(target, 'addresses.allocate');
  if (none) {
    return { value: [], gaps: [blocking('addresses', where, `a new public IP for ${address.ip}`, none)] };
  }
  const { value, gaps } = translateAllocation(address, where, decision.allocate, target);
  const facts = target.capabilities.features['addresses.allocate'];
  const inNetwork = facts.supported && facts.network === true;
  const allocate = { ...(inNetwork && { network: mapping.network.vpc }), ...value };
  return { value: [{ ...slot, target: { allocate } }], gaps: [...gaps, ...sharedGap(address, where)] };
}

function undecided(ip: string, where: string, { alias }: Target): Gap {
  const why = `public IPs cannot move between clouds; a new one on ${alias} is billed`;
  const remedy = `set \`addresses: { "${ip}": <free IP, allocate or drop> }\` in the mapping, or \`otherAddresses: allocate\``;
  return blocking('addresses', where, `the public IP ${ip}`, { why, remedy });
}

function droppedGap(ip: string, where: string): Gap {
  const reason = { why: 'the mapping drops it', remedy: 'no action needed if intended' };
  return lossy('addresses', where, `the public IP ${ip}`, reason);
}

function takenGap(ip: string, sourceIp: string, where: string, { alias, addresses }: Target): readonly Gap[] {
  if (!addresses || addresses.some((known) => known.ip === ip)) return [];
  const why = `${alias} has no free public IP ${ip}`;
  const remedy = `set \`addresses.${sourceIp}\` in the mapping to an unattached public IP or to \`allocate\``;
  return [blocking('addresses', where, `${ip} as the replacement of ${sourceIp}`, { why, remedy })];
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
  { ip: sourceIp, meteredBy }: DocumentedAddress,
  where: string,
  { alias, addresses = [] }: Target,
): readonly Gap[] {
  const now = addresses.find((known) => known.ip === ip)?.meteredBy;
  if (now === undefined || meteredBy === undefined || now === meteredBy) return [];
  const why = `${sourceIp} is metered by ${meteredBy}, and ${ip} on ${alias} by ${now}`;
  const remedy = 'no action needed if intended; otherwise name another public IP in the mapping';
  return [lossy('address-metering', where, `the metering of ${sourceIp}`, { why, remedy })];
}

function sharedGap({ ip, sharedBandwidth }: DocumentedAddress, where: string): readonly Gap[] {
  if (sharedBandwidth === undefined) return [];
  const why = `it shares the bandwidth ${sharedBandwidth} with others on its cloud`;
  const remedy =
    'let the new public IP join shared bandwidth on the target (bandwidth.create, bandwidth.join), or keep its own';
  return [lossy('shared-bandwidth', where, `the shared bandwidth of ${ip}`, { why, remedy })];
}

function packageGap({ name, bandwidthMbps }: DocumentedBandwidth, index: number, target: Target): Gap {
  const none = lacking(target, 'bandwidth.packages')?.why;
  const why = none ?? 'a package holds public IPs, and these cannot move between clouds';
  const remedy = 'give the new public IPs bandwidth of their own';
  const what = `the bandwidth package ${name} (${bandwidthMbps} Mbit/s)`;
  return lossy('bandwidth-package', `bandwidth.${index}`, what, { why, remedy });
}

function roomGap(count: number, size: Size | undefined, { alias, capabilities }: Target): readonly Gap[] {
  const fact = capabilities.features['addresses.attach'];
  const room = (size && addressesOf(size, capabilities.sizes)) ?? (fact.supported ? fact.maximum : undefined);
  if (fact.supported && count < fact.minimum) {
    const why = `a gateway on ${alias} always has at least ${fact.minimum}`;
    const remedy = 'keep or add a public IP';
    return [blocking('addresses', 'addresses', `a gateway with ${count} public IPs`, { why, remedy })];
  }
  if (room === undefined || count <= room) return [];
  const why = `a gateway of this size on ${alias} takes ${room}`;
  const remedy =
    'choose a larger `size` in the mapping, drop public IPs that nothing needs, or split the gateway';
  return [blocking('addresses', 'addresses', `${count} public IPs`, { why, remedy })];
}
