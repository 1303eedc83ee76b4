import { decodeNetwork, decodeSubnet } from './codec/network.ts';
import { networks as defineNetworks } from './context.ts';

export const networks = defineNetworks([], ({ client }) => ({
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
}));
