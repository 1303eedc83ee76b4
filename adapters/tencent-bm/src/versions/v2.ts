import { type Accepted, decodeOffset, pageOf } from '@polynat/tencent';
import type { BmApi, FullKey } from '../api.ts';
import type { Client } from '../client.ts';
import { addressOfV2 } from '../codec/address.ts';
import { gatewayOfV2 } from '../codec/gateway.ts';
import { networkOfV2, subnetOfV2 } from '../codec/network.ts';
import { joinOfV2 } from '../codec/snat.ts';
import { decodeVerdict, unbound } from '../codec/state.ts';
import type { OperationOutput } from '../operations/index.ts';

/** The most a page may hold. */
const gatewayLimit = 50;
const limit = 100;

/** Version 2, which calls its things as its newest pages do. */
export function apiV2(client: Client<'v2'>, region: string): BmApi {
  return {
    async gateways({ id, network, name }, cursor, call) {
      const offset = decodeOffset(cursor);
      const query = {
        ...(id !== undefined && { natId: id }),
        ...(network !== undefined && { unVpcId: network }),
        ...(name !== undefined && { natName: name }),
        offset,
        limit: gatewayLimit,
        orderField: 'natId',
        orderDirection: 'asc',
      } as const;
      const { data, totalCount } = await client.call('DescribeBmNatGateway', query, call);
      return pageOf(
        data.map((nat) => gatewayOfV2(nat, region)),
        { offset, limit: gatewayLimit, total: totalCount },
      );
    },

    create: async ({ name, network, connections, addresses }, call) =>
      accepted(
        await client.call(
          'CreateBmNatGateway',
          {
            natName: name,
            unVpcId: network,
            maxConcurrent: connections,
            forwardMode: 0,
            assignedEipSet: [...addresses],
          },
          call,
        ),
      ),
    rename: async (key, natName, call) =>
      accepted(await client.call('ModifyBmNatGateway', { ...keyOf(key), natName }, call)),
    resize: async (key, maxConcurrent, call) =>
      accepted(await client.call('UpgradeBmNatGateway', { ...keyOf(key), maxConcurrent }, call)),
    delete: async (key, call) => accepted(await client.call('DeleteBmNatGateway', keyOf(key), call)),

    attach: async (key, ip, call) =>
      accepted(await client.call('EipBindBmNatGateway', { ...keyOf(key), assignedEipSet: [ip] }, call)),
    detach: async (key, ip, call) =>
      accepted(await client.call('EipUnBindBmNatGateway', { ...keyOf(key), assignedEipSet: [ip] }, call)),

    async joins({ id: natId }, call) {
      const { data } = await client.call('DescribeBmNatBindSubnets', { natId }, call);
      const inPart = data.subnets.some(({ subnetNatType }) => subnetNatType === 0);
      const parts = inPart ? await client.call('DescribeBmNatPartSubnetBindIps', { natId }, call) : undefined;
      return data.subnets.map((joined) => joinOfV2(joined, parts?.data ?? []));
    },
    joinSubnet: async (key, subnet, call) =>
      accepted(await client.call('SubnetBindBmNatGateway', { ...keyOf(key), unSubnetIds: [subnet] }, call)),
    leaveSubnet: async (key, subnet, call) =>
      accepted(await client.call('SubnetUnBindBmNatGateway', { ...keyOf(key), unSubnetIds: [subnet] }, call)),
    joinHosts: async (key, unSubnetId, hosts, call) => {
      const ips = [{ unSubnetId, ipList: [...hosts] }];
      return accepted(await client.call('BindIpsToBmNatGateway', { ...keyOf(key), ips }, call));
    },
    leaveHosts: async (key, unSubnetId, hosts, call) => {
      const ips = [{ unSubnetId, ipList: [...hosts] }];
      return accepted(await client.call('UnbindIpsToBmNatGateway', { ...keyOf(key), ips }, call));
    },

    async addresses({ ids, ips, network, free }, cursor, call) {
      const offset = decodeOffset(cursor);
      const query = {
        ...(ids && { eipIds: [...ids] }),
        ...(ips && { eips: [...ips] }),
        ...(network !== undefined && { unVpcId: network }),
        ...(free && { status: [unbound] }),
        offset,
        limit,
        orderBy: 'eipId',
        orderType: 0,
      };
      const { data, totalCount } = await client.call('DescribeEipBm', query, call);
      return pageOf(data.eipSet.map(addressOfV2), { offset, limit, total: totalCount });
    },
    async allocate(unVpcId, payment, call) {
      const { data } = await client.call('EipBmApply', { unVpcId, goodsNum: 1, ...payment }, call);
      return { ids: data.eipIds, task: data.requestId };
    },
    async release(id, call) {
      const { data } = await client.call('EipBmDelete', { eipIds: [id] }, call);
      return { task: data.requestId };
    },

    async networks(cursor, call) {
      const offset = decodeOffset(cursor);
      const { data, totalCount } = await client.call('DescribeBmVpcEx', { offset, limit }, call);
      return pageOf(data.map(networkOfV2), { offset, limit, total: totalCount });
    },
    async subnets(unVpcId, cursor, call) {
      const offset = decodeOffset(cursor);
      const { data, totalCount } = await client.call('DescribeBmSubnetEx', { unVpcId, offset, limit }, call);
      return pageOf(data.map(subnetOfV2), { offset, limit, total: totalCount });
    },

    async gatewayTask(taskId, call) {
      const { data } = await client.call('QueryBmNatGatewayProductionStatus', { taskId }, call);
      return decodeVerdict(data.status ?? data.result);
    },
    async addressTask(requestId, call) {
      const { data } = await client.call('EipBmQueryTask', { requestId }, call);
      return decodeVerdict(data.status ?? data.result);
    },
  };
}

const keyOf = ({ id, network }: FullKey) => ({ natId: id, unVpcId: network });

const accepted = ({ data, requestId }: OperationOutput<'v2', 'UpgradeBmNatGateway'>): Accepted => ({
  task: data.taskId?.toString() ?? requestId,
});
