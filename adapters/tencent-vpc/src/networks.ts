import { decodeOffset, pageOf } from '@polynat/tencent';
import { decodeNetwork, decodeSubnet } from './codec/network.ts';
import { networks as defineNetworks } from './context.ts';

const limit = 100;

export const networks = defineNetworks([], ({ client }) => ({
  async list(cursor, call) {
    const offset = decodeOffset(cursor);
    const { VpcSet, TotalCount } = await client.call('DescribeVpcs', { Offset: offset, Limit: limit }, call);
    return pageOf(VpcSet.map(decodeNetwork), { offset, limit, total: TotalCount });
  },

  async subnets(network, cursor, call) {
    const offset = decodeOffset(cursor);
    const query = { Filters: [{ Name: 'vpc-id', Values: [network] }], Offset: offset, Limit: limit };
    const { SubnetSet, TotalCount } = await client.call('DescribeSubnets', query, call);
    return pageOf(SubnetSet.map(decodeSubnet), { offset, limit, total: TotalCount });
  },
}));
