import { parseAddress } from '../../common/ipv4.ts';
import { sightOf } from './entry-address.ts';
import { snatPoolSize } from './limits.ts';
import type { Gateway } from './model.ts';
import { refuse } from './refusal.ts';
import { leavesRoomForSnat, usesOf } from './uses.ts';
import type { World } from './world.ts';

/** The comma separated addresses of a call; undefined when one of them is no address. */
export function parsePool(text: string): readonly string[] | undefined {
  const addresses = text.split(',');
  return addresses.every((ip) => parseAddress(ip) !== undefined) ? [...new Set(addresses)] : undefined;
}

export function checkPool(world: World, gateway: Gateway, addresses: readonly string[]): void {
  if (addresses.length > snatPoolSize) refuse('snat-pool-size');
  for (const ip of addresses) checkPoolAddress(world, gateway, ip);
  if (addresses.length > 1 && gateway.inside === undefined) checkSharedBandwidth(world, addresses);
}

function checkPoolAddress(world: World, gateway: Gateway, ip: string): void {
  const sight = sightOf(world, gateway, ip);
  if (sight === 'binding') refuse('address-still-binding');
  if (sight === 'at-work') refuse('nat-ip-busy');
  if (sight === 'lagging') refuse('address-just-bound', { ip });
  if (sight !== 'usable') refuse('snat-address-not-here');
  if (!leavesRoomForSnat(usesOf(gateway, ip))) refuse('snat-address-used-by-forward');
}

/** Several addresses must share one bandwidth: one common package or one NAT bandwidth package. */
function checkSharedBandwidth(world: World, addresses: readonly string[]): void {
  const groups = new Set(addresses.map((ip) => bandwidthGroup(world, ip)));
  if (groups.size > 1 || groups.has(undefined)) refuse('snat-addresses-not-shared');
}

function bandwidthGroup(world: World, ip: string): string | undefined {
  const holder = world.publicAddresses.get(ip);
  return holder?.kind === 'package' ? holder.natPackage.id : holder?.address.sharedPackageId;
}
