import { type AddressSpec, addressesOf, type Size } from '@polynat/core';
import type { DocumentedAddress, DocumentedBandwidth, GatewayDocument } from '../document.ts';
import type { Gap, Translated } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import { gap, lacking, type Target } from './target.ts';

/**
 * Addresses do not move between clouds. Each source address becomes a slot on the target: one that exists there, or one to buy.
 * Rules keep naming the source address until the slot is filled.
 */
export interface AddressSlot {
  /** The source address this slot stands for. */
  readonly stands: string;
  readonly take: { readonly ip: string } | { readonly allocate: AddressSpec };
}

export function translateAddresses(
  document: GatewayDocument,
  mapping: Mapping,
  target: Target,
  size: Size | undefined,
): Translated<readonly AddressSlot[]> {
  const slots = document.addresses.map((address, index) => translateAddress(address, index, mapping, target));
  return {
    value: slots.flatMap(({ value }) => (value ? [value] : [])),
    gaps: [
      ...slots.flatMap(({ gaps }) => gaps),
      ...roomGap(document.addresses.length, size, target),
      ...document.bandwidth.map((bought, index) => packageGap(bought, index, target)),
    ],
  };
}

function translateAddress(
  address: DocumentedAddress,
  index: number,
  mapping: Mapping,
  target: Target,
): Translated<AddressSlot | undefined> {
  const named = mapping.addresses?.[address.ip] ?? mapping.otherAddresses;
  const where = `addresses.${index}`;
  if (named === undefined) return { value: undefined, gaps: [undecided(address.ip, where, target)] };
  if (named !== 'allocate')
    return { value: { stands: address.ip, take: { ip: named } }, gaps: sharedGap(address, where) };
  const none = lacking(target, 'addresses.allocate');
  if (none)
    return {
      value: undefined,
      gaps: [gap('addresses', 'blocking', where, `a new address for ${address.ip}`, none)],
    };
  return {
    value: { stands: address.ip, take: { allocate: allocation(address, mapping, target) } },
    gaps: sharedGap(address, where),
  };
}

function undecided(ip: string, where: string, { alias }: Target): Gap {
  const why = `addresses stay with their cloud, and a new one on ${alias} costs money`;
  const remedy = `name its replacement in the mapping (\`addresses: { "${ip}": … }\`), or say \`otherAddresses: allocate\``;
  return gap('addresses', 'blocking', where, `the address ${ip}`, { why, remedy });
}

/** As much bandwidth as before, within what the target sells. */
function allocation(
  { bandwidthMbps }: DocumentedAddress,
  { network }: Mapping,
  { capabilities }: Target,
): AddressSpec {
  const fact = capabilities.features['addresses.allocate'];
  const range = fact.supported ? fact.bandwidthMbps : undefined;
  if (bandwidthMbps === undefined || !range) return { network: network.vpc };
  return { network: network.vpc, bandwidthMbps: Math.min(Math.max(bandwidthMbps, range.from), range.to) };
}

function sharedGap({ ip, sharedBandwidth }: DocumentedAddress, where: string): readonly Gap[] {
  if (sharedBandwidth === undefined) return [];
  const why = `it shares the bandwidth ${sharedBandwidth} with others on its cloud`;
  const remedy = 'set up shared bandwidth on the target, or give the new address bandwidth of its own';
  return [gap('shared-bandwidth', 'lossy', where, `the shared bandwidth of ${ip}`, { why, remedy })];
}

function packageGap({ name, bandwidthMbps }: DocumentedBandwidth, index: number, target: Target): Gap {
  const why =
    lacking(target, 'bandwidth.packages')?.why ??
    'a package holds addresses, and addresses stay with their cloud';
  const remedy = 'give the new addresses bandwidth of their own';
  const what = `the bandwidth package ${name} (${bandwidthMbps} Mbit/s)`;
  return gap('bandwidth-package', 'lossy', `bandwidth.${index}`, what, { why, remedy });
}

function roomGap(count: number, size: Size | undefined, { alias, capabilities }: Target): readonly Gap[] {
  const fact = capabilities.features['addresses.attach'];
  const room = (size && addressesOf(size, capabilities.sizes)) ?? (fact.supported ? fact.maximum : undefined);
  if (fact.supported && count < fact.minimum) {
    const why = `a gateway on ${alias} always has at least ${fact.minimum}`;
    return [
      gap('addresses', 'blocking', 'addresses', 'a gateway without public addresses', {
        why,
        remedy: 'add an address to the document',
      }),
    ];
  }
  if (room === undefined || count <= room) return [];
  const why = `a gateway of this size on ${alias} holds ${room}`;
  const remedy = 'choose a larger `size` in the mapping, or split the gateway';
  return [gap('addresses', 'blocking', 'addresses', `${count} public addresses`, { why, remedy })];
}
