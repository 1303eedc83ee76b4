import { type Accepted, decodeOffset, pageOf } from '@polynat/tencent';
import type { BmApi, FullKey } from '../api.ts';
import type { Client } from '../client.ts';
import { addressOfV3 } from '../codec/address.ts';
import { gatewayOfV3 } from '../codec/gateway.ts';
import { networkOfV3, subnetOfV3 } from '../codec/network.ts';
import { joinOfV3 } from '../codec/snat.ts';
import { decodeVerdict, unbound } from '../codec/state.ts';

/** The most a page may hold; for gateways version 3 does not say, so that of version 2. */
const gatewayLimit = 50;
const limit = 100;

/** Version 3: it cannot rename, and does not name the single servers of a subnet. */
export function apiV3(client: Client<'v3'>, region: string): BmApi {
  return {
    async gateways({ id, network, name }, cursor, call) {
      const offset = decodeOffset(cursor);
      const query = {
        ...(id !== undefined && { NatId: id }),
        ...(network !== undefined && { VpcId: network }),
        ...(name !== undefined && { NatName: name }),
        Offset: offset,
        Limit: gatewayLimit,
        OrderField: 'CreateTime',
        OrderDirection: 'asc',
      } as const;
      const { NatGatewayInfoSet, TotalCount } = await client.call('DescribeNatGateways', query, call);
      return pageOf(
        NatGatewayInfoSet.map((nat) => gatewayOfV3(nat, region)),
        { offset, limit: gatewayLimit, total: TotalCount },
      );
    },

    create: async ({ name, network, connections, addresses }, call) =>
      accepted(
        await client.call(
          'CreateNatGateway',
          {
            NatName: name,
            VpcId: network,
            MaxConcurrent: connections,
            ForwardMode: 0,
            AssignedEips: [...addresses],
          },
          call,
        ),
      ),
    resize: async (key, MaxConcurrent, call) =>
      accepted(await client.call('UpgradeNatGateway', { ...keyOf(key), MaxConcurrent }, call)),
    delete: async (key, call) => accepted(await client.call('DeleteNatGateway', keyOf(key), call)),

    attach: async (key, ip, call) =>
      accepted(await client.call('BindEipsToNatGateway', { ...keyOf(key), AssignedEips: [ip] }, call)),
    detach: async (key, ip, call) =>
      accepted(await client.call('UnbindEipsFromNatGateway', { ...keyOf(key), AssignedEips: [ip] }, call)),

    async joins(key, call) {
      const { NatSubnetInfoSet } = await client.call('DescribeNatSubnets', keyOf(key), call);
      return NatSubnetInfoSet.map(joinOfV3);
    },
    joinSubnet: async (key, subnet, call) =>
      accepted(await client.call('BindSubnetsToNatGateway', { ...keyOf(key), SubnetIds: [subnet] }, call)),
    leaveSubnet: async (key, subnet, call) =>
      accepted(
        await client.call('UnbindSubnetsFromNatGateway', { ...keyOf(key), SubnetIds: [subnet] }, call),
      ),

    async addresses({ ids, ips, network, free }, cursor, call) {
      const offset = decodeOffset(cursor);
      const query = {
        ...(ids && { EipIds: [...ids] }),
        ...(ips && { Eips: [...ips] }),
        ...(network !== undefined && { VpcId: network }),
        ...(free && { Status: [unbound] }),
        Offset: offset,
        Limit: limit,
        OrderField: 'EipId',
        Order: 0,
      } as const;
      const { EipSet, TotalCount } = await client.call('DescribeEips', query, call);
      return pageOf(EipSet.map(addressOfV3), { offset, limit, total: TotalCount });
    },
    async allocate(VpcId, { payMode, bandwidth }, call) {
      const order = {
        VpcId,
        GoodsNum: 1,
        PayMode: payMode,
        ...(bandwidth !== undefined && { Bandwidth: bandwidth }),
      };
      const answer = await client.call('CreateEip', order, call);
      return { ...accepted(answer), ids: answer.EipIds };
    },
    release: async (id, call) => accepted(await client.call('DeleteEip', { EipIds: [id] }, call)),

    async networks(cursor, call) {
      const offset = decodeOffset(cursor);
      const { VpcSet } = await client.call('DescribeVpcs', { Offset: offset, Limit: limit }, call);
      return pageOf(VpcSet.map(networkOfV3), { offset, limit, total: undefined });
    },
    async subnets(network, cursor, call) {
      const offset = decodeOffset(cursor);
      const query = { Filters: [{ Name: 'vpc-id', Values: [network] }], Offset: offset, Limit: limit };
      const { SubnetSet, TotalCount } = await client.call('DescribeSubnets', query, call);
      return pageOf(SubnetSet.map(subnetOfV3), { offset, limit, total: TotalCount });
    },

    async gatewayTask(task, call) {
      return decodeVerdict((await client.call('DescribeTaskStatus', { TaskId: task }, call)).Status);
    },
    async addressTask(task, call) {
      return decodeVerdict((await client.call('DescribeEipTask', { TaskId: task }, call)).Status);
    },
  };
}

const keyOf = ({ id, network }: FullKey) => ({ NatId: id, VpcId: network });

const accepted = (answer: {
  readonly TaskId?: number | undefined;
  readonly RequestId?: string | undefined;
}): Accepted => ({
  task: answer.TaskId?.toString(),
  requestId: answer.RequestId,
});
