import type { CallOptions, Cloud, Clouds } from '@polynat/core';
import { readAvailability } from './steps/preflight.ts';
import type { Target } from './translate/target.ts';

/**
 * Reads what translation needs to know of a cloud: its VPCs, what is in the one that is meant, and free public IPs; for an order also what
 * the account can still get.
 */
export async function readTarget(
  nat: Clouds,
  alias: string,
  network: string,
  options: CallOptions,
  { addresses, order = false }: { readonly addresses: boolean; readonly order?: boolean },
): Promise<Target> {
  const cloud = nat.cloud(alias);
  const [place, availability, free] = await Promise.all([
    readNetwork(cloud, network, options),
    order ? readAvailability(cloud, options.signal) : undefined,
    addresses ? cloud.addresses.list({ free: true }, options).toArray() : undefined,
  ]);
  return {
    alias,
    capabilities: cloud.capabilities,
    ...place,
    ...(availability && { availability }),
    ...(free && { addresses: free }),
  };
}

async function readNetwork(cloud: Cloud, network: string, options: CallOptions) {
  if (!cloud.can('networks.list'))
    return { ...(await gatewaysIn(cloud, network, options)), cidrs: [], subnets: [] };
  const networks = await cloud.networks.list(options).toArray();
  const cidrs = networks.find(({ id }) => id === network)?.cidrs;
  if (!cidrs) return { networks, cidrs: [], subnets: [] };
  const [subnets, gateways] = await Promise.all([
    cloud.networks.subnets(network, options).toArray(),
    gatewaysIn(cloud, network, options),
  ]);
  return { networks, cidrs, subnets, ...gateways };
}

const gatewaysIn = async (cloud: Cloud, network: string, options: CallOptions) => ({
  gateways: await cloud.gateways.list({ network }, options).toArray(),
});
