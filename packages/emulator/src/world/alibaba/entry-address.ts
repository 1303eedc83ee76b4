import type { Address, Gateway, Inside } from './model.ts';
import type { World } from './world.ts';

/** How a gateway sees a public address an entry wants to use. */
export type Sight =
  | 'usable'
  /** On its way to this gateway. */
  | 'binding'
  /** InUse, but the entry calls do not know yet. */
  | 'lagging'
  /** On its way off this gateway. */
  | 'leaving'
  /** A NAT address that is being created or deleted. */
  | 'at-work'
  /** In this region, but not on this gateway. */
  | 'elsewhere'
  | 'unknown';

export function sightOf(world: World, gateway: Gateway, ip: string): Sight {
  if (gateway.inside !== undefined) return sightOfNatIp(gateway.inside, ip);
  const holder = world.publicAddresses.get(ip);
  if (holder === undefined) return 'unknown';
  if (holder.kind === 'address') return sightOfAddress(world, gateway, holder.address);
  const { natPackage } = holder;
  if (natPackage.gatewayId === gateway.id) return 'usable';
  return natPackage.regionId === gateway.regionId ? 'elsewhere' : 'unknown';
}

/** An intranet gateway translates to its own NAT addresses only. */
function sightOfNatIp({ ips }: Inside, ip: string): Sight {
  const natIp = [...ips.values()].find((each) => each.ip === ip);
  if (natIp === undefined) return 'unknown';
  return natIp.status === 'Available' ? 'usable' : 'at-work';
}

function sightOfAddress(world: World, gateway: Gateway, address: Address): Sight {
  if (address.regionId !== gateway.regionId) return 'unknown';
  if (address.gatewayId !== gateway.id) return 'elsewhere';
  if (address.status === 'Associating') return 'binding';
  if (address.status !== 'InUse') return 'leaving';
  return world.clock.passed(address.usableFrom) ? 'usable' : 'lagging';
}
