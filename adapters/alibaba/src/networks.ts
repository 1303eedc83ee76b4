import type { NetworkResource } from '@polynat/core';
import { pageNumber, pageOf, pageSize } from './codec/cursor.ts';
import { decodeVpc, decodeVSwitch } from './codec/network.ts';
import type { Context } from './lookup/context.ts';

export function networkFacet({ client }: Context): NetworkResource {
  return {
    list: async (cursor, call) => {
      const page = await client.call(
        'DescribeVpcs',
        { PageNumber: pageNumber(cursor), PageSize: pageSize },
        call,
      );
      const networks = page.Vpcs.map(decodeVpc);
      return pageOf(networks, page, networks.length, cursor);
    },

    subnets: async (network, cursor, call) => {
      const input = { VpcId: network, PageNumber: pageNumber(cursor), PageSize: pageSize };
      const page = await client.call('DescribeVSwitches', input, call);
      const subnets = page.VSwitches.map(decodeVSwitch);
      return pageOf(subnets, page, subnets.length, cursor);
    },
  };
}
