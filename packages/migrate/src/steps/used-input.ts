import {
  type AddressSpec,
  type Cloud,
  chooseSize,
  type GatewaySpec,
  requireFeature,
  subnetUse,
} from '@polynat/core';

/**
 * Plans of earlier versions name a subnet, a zone or a network on clouds that have no use for it. It was ignored then and is refused
 * now, in the middle of a run that has bought addresses already: so it is left out here. New plans do not name it.
 */
export function usedBySpec(cloud: Cloud, spec: GatewaySpec): GatewaySpec {
  const { capabilities, alias } = cloud;
  const facts = requireFeature(capabilities, 'gateways.create', alias);
  const { vpc, subnet, zone } = spec.network;
  const size = spec.size && chooseSize(spec.size, capabilities.sizes);
  const placed = subnet !== undefined && subnetUse(facts, size) !== 'unused';
  return { ...spec, network: { vpc, ...(placed && { subnet }), ...(facts.zone && zone && { zone }) } };
}

export function usedByAllocation(cloud: Cloud, spec: AddressSpec): AddressSpec {
  const { network, ...rest } = spec;
  const facts = requireFeature(cloud.capabilities, 'addresses.allocate', cloud.alias);
  return facts.network && network !== undefined ? spec : rest;
}
