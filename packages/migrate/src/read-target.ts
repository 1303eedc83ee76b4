import type { CallOptions, Cloud, Clouds } from '@polynat/core';
import type { Target } from './translate/target.ts';

/** Reads what translation needs to know of a cloud: its networks, what stands in the one that is meant, and free addresses. */
export async function readTarget(
  nat: Clouds,
  alias: string,
  network: string,
  options: CallOptions,
  { addresses }: { readonly addresses: boolean },
): Promise<Target> {
  const cloud = nat.cloud(alias);
  const [place, free] = await Promise.all([
    readNetwork(cloud, network, options),
    addresses ? cloud.addresses.list({ free: true }, options).toArray() : undefined,
  ]);
  return {
    alias,
    capabilities: cloud.capabilities,
    ...place,
    ...(free && { addresses: free }),
  };
}

async function readNetwork(cloud: Cloud, network: string, options: CallOptions) {
  if (!cloud.can('networks.list'))
    return { ...(await standing(cloud, network, options)), cidrs: [], subnets: [] };
  const networks = await cloud.networks.list(options).toArray();
  const cidrs = networks.find(({ id }) => id === network)?.cidrs;
  if (!cidrs) return { networks, cidrs: [], subnets: [] };
  const [subnets, stands] = await Promise.all([
    cloud.networks.subnets(network, options).toArray(),
    standing(cloud, network, options),
  ]);
  return { networks, cidrs, subnets, ...stands };
}

const standing = async (cloud: Cloud, network: string, options: CallOptions) => ({
  gateways: await cloud.gateways.list({ network }, options).toArray(),
});
