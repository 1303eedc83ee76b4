import { type CallOptions, type Cloud, type Gateway, onDemand, type Subnet } from '@polynat/core';
import { findSubnet, freeAddress } from './surroundings.ts';

export interface Wish {
  readonly name: string;
  readonly vpc: string;
  readonly subnet: string;
}

export interface Egress {
  readonly gateway: string;
  /** The public addresses the outside sees. */
  readonly leavesFrom: readonly string[];
}

/** Gives a subnet a way out. The same steps on every cloud; where clouds differ, their capability facts are asked. */
export async function egressFor(cloud: Cloud, wish: Wish, options: CallOptions = {}): Promise<Egress> {
  const subnet = await findSubnet(cloud, wish.vpc, wish.subnet, options);
  const address = await freeAddress(cloud, wish.vpc, options);
  const gateway = await createGateway(cloud, wish, address, options);
  const handle = cloud.gateway(gateway.ref);
  if (gateway.addresses.length === 0) await handle.addresses.attach(address, options);
  const rule = await handle.snat.add({ source: sourceOf(cloud, subnet) }, options);
  return { gateway: `${gateway.ref}`, leavesFrom: rule.through };
}

/** Some clouds want a gateway to have an address from the start, some want to know the subnet it stands in. */
function createGateway(
  cloud: Cloud,
  { name, vpc, subnet }: Wish,
  address: string,
  options: CallOptions,
): PromiseLike<Gateway> {
  const creation = cloud.capabilities.features['gateways.create'];
  const network = creation.supported && creation.subnet === 'required' ? { vpc, subnet } : { vpc };
  const addresses = creation.supported && creation.addresses === 'required' ? { addresses: [address] } : {};
  return cloud.gateways.create({ name, network, billing: onDemand(), ...addresses }, options);
}

/** Rules name subnets on one cloud and address blocks on another. */
const sourceOf = (cloud: Cloud, { id, cidr }: Subnet) =>
  cloud.can('snat.source.subnet') ? { subnet: id } : { cidr };
