import {
  type AddressSpec,
  type Cloud,
  chooseSize,
  type GatewaySpec,
  type Placement,
  requireFeature,
  type SizeRequest,
  subnetUse,
} from '@polynat/core';

interface Place {
  readonly vpc: string;
  readonly subnet: string;
}

/** Where a gateway of this size, or of the one the cloud chooses, is created: with the subnet where the cloud has a use for it. */
export function placementOn(cloud: Cloud, { vpc, subnet }: Place, request?: SizeRequest): Placement {
  const size = request && chooseSize(request, cloud.capabilities.sizes);
  const facts = requireFeature(cloud.capabilities, 'gateways.create', cloud.alias);
  return { vpc, ...(subnetUse(facts, size) !== 'unused' && { subnet }) };
}

/** A new address, of the network where addresses belong to one. */
export function addressSpecOn(cloud: Cloud, { vpc }: Pick<Place, 'vpc'>): AddressSpec {
  const { network } = requireFeature(cloud.capabilities, 'addresses.allocate', cloud.alias);
  return network ? { network: vpc } : {};
}

/** The least this cloud needs to be told to make a gateway, with a new address where it must have one from the start. */
export async function orderOn(
  cloud: Cloud,
  place: Place,
): Promise<Pick<GatewaySpec, 'network' | 'addresses'>> {
  const facts = requireFeature(cloud.capabilities, 'gateways.create', cloud.alias);
  const network = placementOn(cloud, place);
  if (facts.addresses !== 'required') return { network };
  const { ip } = await cloud.addresses.allocate(addressSpecOn(cloud, place));
  return { network, addresses: [ip] };
}
