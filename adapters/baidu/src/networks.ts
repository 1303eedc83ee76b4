import type { NetworkResource } from '@polynat/core';
import { decodeNetwork, decodeSubnet } from './codec/network.ts';
import type { Facets } from './settling/idle.ts';

export function networkFacet({ client }: Facets): NetworkResource {
  return {
    async list(cursor, call) {
      const page = await client.call('QueryVpcList', { ...(cursor && { marker: cursor }) }, call);
      return {
        items: page.vpcs.map(decodeNetwork),
        ...(page.isTruncated && page.nextMarker && { next: page.nextMarker }),
      };
    },

    async subnets(network, cursor, call) {
      const page = await client.call(
        'QuerySubnetList',
        { vpcId: network, ...(cursor && { marker: cursor }) },
        call,
      );
      return {
        items: page.subnets.map(decodeSubnet),
        ...(page.isTruncated && page.nextMarker && { next: page.nextMarker }),
      };
    },
  };
}
