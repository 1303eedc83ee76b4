import { decodeOffset, pageOf } from '@polynat/tencent';
import { decodeNetwork, decodeRoutes, decodeSubnet } from './codec/network.ts';
import { networks as defineNetworks } from './context.ts';
import { readNat } from './find-gateways.ts';

const limit = 100;

export const networks = defineNetworks([], (context) => {
  const { client } = context;
  return {
    async list(cursor, call) {
      const offset = decodeOffset(cursor);
      const { VpcSet, TotalCount } = await client.call(
        'DescribeVpcs',
        { Offset: offset, Limit: limit },
        call,
      );
      return pageOf(VpcSet.map(decodeNetwork), { offset, limit, total: TotalCount });
    },

    async subnets(network, cursor, call) {
      const offset = decodeOffset(cursor);
      const query = { Filters: [{ Name: 'vpc-id', Values: [network] }], Offset: offset, Limit: limit };
      const { SubnetSet, TotalCount } = await client.call('DescribeSubnets', query, call);
      return pageOf(SubnetSet.map(decodeSubnet), { offset, limit, total: TotalCount });
    },

    async routes(key, cursor, call) {
      const offset = decodeOffset(cursor);
      const { VpcId = '' } = await readNat(context, key, call);
      const query = { Filters: [{ Name: 'vpc-id', Values: [VpcId] }], Offset: offset, Limit: limit };
      const { RouteTableSet, TotalCount } = await client.call('DescribeRouteTables', query, call);
      const page = pageOf(RouteTableSet, { offset, limit, total: TotalCount });
      return { ...page, items: page.items.flatMap((table) => decodeRoutes(table, key.id)) };
    },
  };
});
