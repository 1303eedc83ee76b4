import type { NetworkResource } from '@polynat/core';
import type { DriverContext } from './driver-context.ts';
import { pageOf } from './paging.ts';
import { gatewayOf, networkOf, type StoredNetwork, type StoredSubnet } from './world.ts';

export function networkFacet({ account: { world }, requests, pageSize }: DriverContext): NetworkResource {
  return {
    list: (cursor, call) =>
      requests.read('networks.list', undefined, call, () =>
        pageOf(numbered(world.networks), cursor, pageSize, viewNetwork),
      ),
    /** Every subnet of a network leaves through its gateways; nobody has to make a route. */
    routes: (key, cursor, call) =>
      requests.read('networks.routes', key, call, () => {
        const { id, placement } = gatewayOf(world, key);
        const { subnets } = networkOf(world, placement.vpc);
        return pageOf(numbered([{ id, subnets }]), cursor, pageSize, viewRoute);
      }),
    subnets: (network, cursor, call) =>
      requests.read('networks.subnets', undefined, call, () =>
        pageOf(numbered(networkOf(world, network).subnets), cursor, pageSize, (subnet) =>
          viewSubnet(network, subnet),
        ),
      ),
  };
}

const numbered = <T>(items: readonly T[]) => items.map((item, index) => ({ ...item, serial: index + 1 }));

const viewRoute = ({ id, subnets }: { readonly id: string; readonly subnets: readonly StoredSubnet[] }) => ({
  id: `route-${id}`,
  table: 'main',
  destination: '0.0.0.0/0',
  enabled: true,
  subnets: subnets.map((subnet) => subnet.id),
  native: { id },
});

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
