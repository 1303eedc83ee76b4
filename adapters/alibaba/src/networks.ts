import { pageOf, paging } from './codec/cursor.ts';
import { decodeVpc, decodeVSwitch } from './codec/network.ts';
import { networks as defineNetworks } from './context.ts';

export const networks = defineNetworks([], ({ client }) => ({
  async list(cursor, call) {
    const page = await client.call('DescribeVpcs', paging(cursor), call);
    return pageOf(page.Vpcs.map(decodeVpc), page, cursor);
  },

  async subnets(network, cursor, call) {
    const page = await client.call('DescribeVSwitches', { VpcId: network, ...paging(cursor) }, call);
    return pageOf(page.VSwitches.map(decodeVSwitch), page, cursor);
  },
}));
