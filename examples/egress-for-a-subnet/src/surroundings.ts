import { type CallOptions, type Cloud, NatError, type Subnet } from '@polynat/core';

export async function findSubnet(
  cloud: Cloud,
  vpc: string,
  id: string,
  options: CallOptions,
): Promise<Subnet> {
  const found = await cloud.networks.subnets(vpc, options).find((subnet) => subnet.id === id);
  if (found) return found;
  throw new NatError('not-found', `network ${vpc} on ${cloud.alias} has no subnet ${id}`);
}

/** An address that is paid for and unused, before a new one is bought. */
export async function freeAddress(cloud: Cloud, network: string, options: CallOptions): Promise<string> {
  const [free] = await cloud.addresses.list({ free: true }, options).take(1);
  const facts = cloud.capabilities.features['addresses.allocate'];
  const spec = facts.supported && facts.network ? { network } : {};
  const address = free ?? (await cloud.addresses.allocate(spec, options));
  return address.ip;
}
