import { type Clouds, type Placement, requireFeature } from '@polynat/core';

/** Where a new gateway can stand: in the network called `new`, and in its first subnet where it needs one. */
export async function placeIn(nat: Clouds, alias: string): Promise<Placement> {
  const cloud = nat.cloud(alias);
  const network = await cloud.networks.list().find(({ name }) => name === 'new');
  const [subnet] = network ? await cloud.networks.subnets(network.id).toArray() : [];
  if (!network || !subnet) throw new Error(`${alias} has no network called new`);
  const creating = requireFeature(cloud.capabilities, 'gateways.create', alias);
  return { vpc: network.id, ...(creating.subnet !== 'unused' && { subnet: subnet.id }) };
}
