import type { NetworkResource } from '@polynat/core';
import type { DriverContext } from './driver-context.ts';
import { pageOf } from './paging.ts';
import { networkOf, type StoredNetwork, type StoredSubnet } from './world.ts';

export function networkFacet({ account: { world }, requests, pageSize }: DriverContext): NetworkResource {
  return {
    list: (cursor, call) =>
      requests.read('networks.list', undefined, call, () =>
        pageOf(numbered(world.networks), cursor, pageSize, viewNetwork),
      ),
    subnets: (network, cursor, call) =>
      requests.read('networks.subnets', undefined, call, () =>
        pageOf(numbered(networkOf(world, network).subnets), cursor, pageSize, (subnet) =>
          viewSubnet(network, subnet),
        ),
      ),
  };
}

const numbered = <T>(items: readonly T[]) => items.map((item, index) => ({ ...item, serial: index + 1 }));

const viewNetwork = ({ vpc, cidr, subnets }: StoredNetwork) => ({
  id: vpc,
  name: vpc,
  cidrs: [cidr],
  native: { vpc, cidr, subnets },
});

const viewSubnet = (network: string, { id, cidr, zone }: StoredSubnet) => ({
  id,
  name: id,
  network,
  cidr,
  ...(zone !== undefined && { zone }),
  native: { id, cidr, zone },
});
