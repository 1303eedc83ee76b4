import * as z from 'zod';
import { orderAddresses, ordersToday, releaseAddresses } from '../../../world/tencent-bm/addresses.ts';
import { addressStates } from '../../../world/tencent-bm/model.ts';
import { livingAddresses } from '../../../world/tencent-bm/purchase.ts';
import { listAddresses, listSubnets, listVpcs } from '../../../world/tencent-bm/queries.ts';
import { type Region, regions } from '../../../world/tencent-bm/regions.ts';
import { addressStatuses } from '../records.ts';
import { breakdown, invalidValue } from './errors.ts';
import { int, limit, operation, paging, text, texts, type V2Operation } from './operation.ts';
import { addressRecord, subnetRecord, vpcRecord } from './records.ts';

const bmEip = {
  products: ['bmeip', 'eip'],
  invalid: invalidValue.bmEip,
  breakdown: breakdown.bmEip,
} as const;

const network = {
  unVpcId: text.optional(),
  zoneIds: z.array(int).optional(),
  ...paging,
  limit: limit(100),
};

/** `orderBy` of DescribeEipBm; what it cannot tell apart here keeps the order of creation. */
const addressOrders = {
  eipId: 'id',
  eip: 'ip',
  status: 'state',
  unInstanceId: 'age',
  arrears: 'age',
  createdAt: 'age',
} as const;

const statesByStatus = new Map(addressStates.map((state) => [addressStatuses[state], state]));

/** What a user of BM NAT calls beside it: networks, addresses, regions. */
export const neighbourOperations: Readonly<Record<string, V2Operation>> = {
  DescribeBmVpcEx: operation(
    z.object({
      ...network,
      vpcName: text.optional(),
      vpcStatus: int.optional(),
      orderField: z.enum(['createTime', 'vpcName']).optional(),
    }),
    ({ state, region }, input) => {
      const found = listVpcs(state, region, {
        vpcs: input.unVpcId === undefined ? undefined : [input.unVpcId],
        name: input.vpcName,
        zoneIds: input.zoneIds,
        order: input.orderField === 'vpcName' ? 'name' : 'age',
        descending: input.orderDirection === 'desc',
        offset: input.offset,
        limit: input.limit,
      });
      const ready = (input.vpcStatus ?? 0) === 0;
      return { totalCount: ready ? found.total : 0, data: ready ? found.items.map(vpcRecord) : [] };
    },
  ),
  DescribeBmSubnetEx: operation(
    z.object({
      ...network,
      unSubnetId: text.optional(),
      subnetName: text.optional(),
      vlanId: int.optional(),
      orderField: z.enum(['createTime', 'subnetName']).optional(),
    }),
    ({ state, region }, input) => {
      const found = listSubnets(state, region, {
        vpcs: input.unVpcId === undefined ? undefined : [input.unVpcId],
        subnets: input.unSubnetId === undefined ? undefined : [input.unSubnetId],
        name: input.subnetName,
        zoneIds: input.zoneIds,
        vlan: input.vlanId,
        order: input.orderField === 'subnetName' ? 'name' : 'age',
        descending: input.orderDirection === 'desc',
        offset: input.offset,
        limit: input.limit,
      });
      return { totalCount: found.total, data: found.items.map(subnetRecord) };
    },
  ),
  EipBmApply: operation(
    z.object({
      unVpcId: text,
      goodsNum: int.pipe(z.int().min(1).max(20)).default(1),
      payMode: z.enum(['flow', 'bandwidth']).default('flow'),
      bandwidth: int.pipe(z.int().min(0).max(1000)).default(0),
      exclusive: int.pipe(z.literal([0, 1])).default(0),
      IpList: texts.default([]),
    }),
    ({ state, region, fault }, input) => {
      const order = { ...input, vpc: input.unVpcId, count: input.goodsNum, ips: input.IpList };
      const { ids, taskId } = orderAddresses(state, region, order, fault);
      return { data: { eipIds: ids, requestId: taskId } };
    },
    bmEip,
  ),
  EipBmDelete: operation(
    z.object({ eipIds: texts }),
    ({ state, region, fault }, { eipIds }) => ({
      data: { requestId: releaseAddresses(state, region, eipIds, fault) },
    }),
    bmEip,
  ),
  DescribeEipBm: operation(
    z.object({
      eipIds: texts.optional(),
      eips: texts.optional(),
      unInstanceIds: texts.optional(),
      searchKey: text.optional(),
      status: z.array(int).optional(),
      unVpcId: text.optional(),
      payMode: z.enum(['flow', 'bandwidth']).optional(),
      offset: paging.offset,
      limit: limit(100),
      orderBy: z
        .enum(['eipId', 'eip', 'status', 'unInstanceId', 'arrears', 'createdAt'])
        .default('createdAt'),
      orderType: int.pipe(z.literal([0, 1])).default(1),
    }),
    ({ state, region }, input) => {
      const found = listAddresses(state, region, {
        ids: input.eipIds,
        // No address is bound to a server instance by id here.
        ips: input.unInstanceIds === undefined ? input.eips : [],
        name: input.searchKey,
        states: input.status?.flatMap((status) => statesByStatus.get(status) ?? []),
        vpc: input.unVpcId,
        payMode: input.payMode,
        order: addressOrders[input.orderBy],
        descending: input.orderType === 1,
        offset: input.offset,
        limit: input.limit,
      });
      const eipSet = found.items.map((address) => addressRecord(state, address));
      return { totalCount: found.total, data: { eipSet } };
    },
    bmEip,
  ),
  DescribeEipBmQuota: operation(
    z.object({}),
    ({ state }) => ({
      data: {
        eipNumQuota: state.settings.addressQuota,
        currentEipNum: livingAddresses(state),
        dailyApplyQuota: state.settings.addressesPerDay,
        dailyApplyCount: ordersToday(state),
      },
    }),
    bmEip,
  ),
  EipBmQueryTask: operation(
    z.object({ requestId: int }),
    ({ state }, { requestId }) => ({ data: { status: state.tasks.statusOf(requestId) } }),
    { ...bmEip, breakdown: breakdown.bmEipTask },
  ),
  DescribeRegions: operation(
    z.object({ regionId: int.optional() }),
    (_, { regionId }) => {
      const wanted = regions.filter(({ id }) => regionId === undefined || id === regionId);
      return { data: Object.fromEntries(wanted.map((region) => [region.id, regionRecord(region)])) };
    },
    { products: ['bm'], regional: false },
  ),
};

/** Ids as text, as the sample of the page has them. */
function regionRecord({ id, title, short, zones }: Region) {
  const records = zones.map((zone) => [zone.id, { zoneId: String(zone.id), zoneName: zone.title }]);
  return { regionId: String(id), regionName: title, setName: short, zones: Object.fromEntries(records) };
}
