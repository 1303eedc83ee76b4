import { contains, NatError, parseCidr } from '@polynat/core';
import type { StoredNetwork, StoredSubnet } from './world.ts';

export function subnetOf(network: StoredNetwork, id: string, field = 'subnet'): StoredSubnet {
  const subnet = network.subnets.find((candidate) => candidate.id === id);
  if (subnet) return subnet;
  throw new NatError('not-found', `network ${network.vpc} has no subnet ${id}`, { field });
}

export function mustHaveZone({ vpc, subnets }: StoredNetwork, zone: string, field: string): void {
  if (subnets.some((subnet) => subnet.zone === zone)) return;
  throw new NatError('not-found', `network ${vpc} has no subnet in zone ${zone}`, { field });
}

/** `block` is an address or a block of addresses. */
export function mustBeInside(network: StoredNetwork, block: string, field: string): void {
  const [outer, inner] = [parseCidr(network.cidr), parseCidr(block)];
  if (outer && inner && contains(outer, inner)) return;
  throw new NatError('invalid-argument', `${block} is not inside the network's ${network.cidr}`, { field });
}
