import * as z from 'zod';
import { orderAddresses, ordersToday, releaseAddresses } from '../../../world/tencent-bm/addresses.ts';
import { addressStates } from '../../../world/tencent-bm/model.ts';
import { livingAddresses } from '../../../world/tencent-bm/purchase.ts';
import {
  listAddresses,
  listSubnets,
  listVpcs,
  type NetworkFilter,
} from '../../../world/tencent-bm/queries.ts';
import { regions } from '../../../world/tencent-bm/regions.ts';
import { ApiError } from '../../tencent/api-error.ts';
import { type Scalars, text, texts } from '../../tencent/operation.ts';
import { addressStatuses, bindingType } from '../records.ts';
import { operation, type V3Operation } from './operation.ts';
import { addressRecord, resourceRecord, subnetRecord, vpcRecord } from './records.ts';

const filters = z.array(z.strictObject({ Name: text, Values: texts })).default([]);
type Filters = z.output<typeof filters>;

const pages = ({ int }: Scalars) => ({
  Offset: int.pipe(z.int().nonnegative()).default(0),
  Limit: int.pipe(z.int().min(1).max(100)).default(20),
});

const ordering = { OrderField: text.optional(), OrderDirection: z.enum(['asc', 'desc']).default('asc') };

const networks = (scalars: Scalars) =>
  z.strictObject({ VpcIds: texts.optional(), Filters: filters, ...pages(scalars), ...ordering });

const one = (list: Filters, name: string) => list.find(({ Name }) => Name === name)?.Values[0];
const many = (list: Filters, name: string) => list.find(({ Name }) => Name === name)?.Values;

interface NetworkInput {
  readonly Filters: Filters;
  readonly Offset: number;
  readonly Limit: number;
  readonly OrderDirection?: 'asc' | 'desc';
}

const common = ['vpc-id', 'cidr-block', 'zone', 'state'];

/** Filters that name ids are exact; an unknown filter is refused rather than ignored. */
function networkFilter(
  input: NetworkInput,
  nameFilter: string,
  further: readonly string[] = [],
): NetworkFilter {
  const known = [...common, nameFilter, ...further];
  const unknown = input.Filters.find(({ Name }) => !known.includes(Name));
  if (unknown !== undefined) throw new ApiError('InvalidParameter', `There is no filter ${unknown.Name}.`);
  return {
    vpcs: many(input.Filters, 'vpc-id'),
    name: one(input.Filters, nameFilter),
    cidrBlock: one(input.Filters, 'cidr-block'),
    zone: one(input.Filters, 'zone'),
    order: 'age',
    descending: input.OrderDirection === 'desc',
    offset: input.Offset,
    limit: input.Limit,
  };
}

/** Every VPC here is in operation, so asking for another state finds none. */
const otherState = (list: Filters) => many(list, 'state')?.includes('available') === false;

const addressOrders = {
  EipId: 'id',
  Eip: 'ip',
  Status: 'state',
  InstanceId: 'age',
  CreatedAt: 'age',
} as const;

const describeEips = (scalars: Scalars) =>
  z.strictObject({
    EipIds: texts.optional(),
    Eips: texts.optional(),
    InstanceIds: texts.optional(),
    SearchKey: text.optional(),
    Status: z.array(scalars.int).optional(),
    ...pages(scalars),
    OrderField: z.enum(['EipId', 'Eip', 'Status', 'InstanceId', 'CreatedAt']).default('CreatedAt'),
    Order: scalars.int.pipe(z.literal([0, 1])).default(1),
    PayMode: z.enum(['flow', 'bandwidth']).optional(),
    VpcId: text.optional(),
    BindTypes: z.array(scalars.int).optional(),
    ExclusiveTag: scalars.int.optional(),
    AclId: text.optional(),
    BindAcl: scalars.int.optional(),
  });

/** Networks and addresses beside BM NAT, as the official clients of version 2018-06-25 describe them. */
export const neighbourOperations: Readonly<Record<string, V3Operation>> = {
  DescribeVpcs: operation('bmvpc', networks, ({ state, region }, input) => {
    const filter = networkFilter(input, 'vpc-name');
    const found = listVpcs(state, region, { ...filter, vpcs: input.VpcIds ?? filter.vpcs });
    return { VpcSet: otherState(input.Filters) ? [] : found.items.map(vpcRecord) };
  }),
  DescribeVpcResource: operation('bmvpc', networks, ({ state, region }, input) => {
    const filter = networkFilter(input, 'vpc-name');
    const found = listVpcs(state, region, { ...filter, vpcs: input.VpcIds ?? filter.vpcs });
    if (otherState(input.Filters)) return { VpcResourceSet: [], TotalCount: 0 };
    return { VpcResourceSet: found.items.map(resourceRecord), TotalCount: found.total };
  }),
  DescribeSubnets: operation(
    'bmvpc',
    (scalars) =>
      z.strictObject({ SubnetIds: texts.optional(), Filters: filters, ...pages(scalars), ...ordering }),
    ({ state, region }, input) => {
      const filter = networkFilter(input, 'subnet-name', ['subnet-id']);
      const subnets = input.SubnetIds ?? many(input.Filters, 'subnet-id');
      const found = listSubnets(state, region, { ...filter, subnets });
      return { SubnetSet: found.items.map(subnetRecord), TotalCount: found.total };
    },
  ),
  DescribeVpcQuota: operation(
    'bmvpc',
    ({ int }) => z.strictObject({ TypeIds: z.array(int) }),
    ({ state }, { TypeIds }) => ({
      VpcQuotaSet: TypeIds.map((TypeId) => ({ TypeId, Quota: state.settings.gatewaysPerVpc })),
    }),
  ),
  CreateEip: operation(
    'bmeip',
    ({ int }) =>
      z.strictObject({
        GoodsNum: int.pipe(z.int().min(1).max(20)).default(1),
        PayMode: z.enum(['flow', 'bandwidth']).default('flow'),
        Bandwidth: int.pipe(z.int().min(0).max(1000)).default(0),
        SetType: z.enum(['tunnel', 'fullnat']).optional(),
        Exclusive: int.pipe(z.literal([0, 1])).default(0),
        VpcId: text,
        IpList: texts.default([]),
      }),
    ({ state, region, fault }, input) => {
      const order = {
        vpc: input.VpcId,
        count: input.GoodsNum,
        payMode: input.PayMode,
        bandwidth: input.Bandwidth,
        exclusive: input.Exclusive,
        ips: input.IpList,
      };
      const { ids, taskId } = orderAddresses(state, region, order, fault);
      return { EipIds: ids, TaskId: taskId };
    },
  ),
  DeleteEip: operation(
    'bmeip',
    () => z.strictObject({ EipIds: texts }),
    ({ state, region, fault }, { EipIds }) => ({ TaskId: releaseAddresses(state, region, EipIds, fault) }),
  ),
  DescribeEips: operation('bmeip', describeEips, ({ state, region }, input) => {
    // Access lists and server instances are not emulated, so nothing ever has one.
    const nothing = input.InstanceIds !== undefined || input.AclId !== undefined || input.BindAcl === 1;
    const found = listAddresses(state, region, {
      ids: input.EipIds,
      ips: nothing ? [] : input.Eips,
      name: input.SearchKey,
      states: input.Status && addressStates.filter((each) => input.Status?.includes(addressStatuses[each])),
      matching: (address) => input.BindTypes?.includes(bindingType(address)) ?? true,
      vpc: input.VpcId,
      payMode: input.PayMode,
      exclusive: input.ExclusiveTag,
      order: addressOrders[input.OrderField],
      descending: input.Order === 1,
      offset: input.Offset,
      limit: input.Limit,
    });
    return { EipSet: found.items.map((address) => addressRecord(state, address)), TotalCount: found.total };
  }),
  DescribeEipTask: operation(
    'bmeip',
    ({ int }) => z.strictObject({ TaskId: int }),
    ({ state }, { TaskId }) => ({ Status: state.tasks.statusOf(TaskId) }),
  ),
  DescribeEipQuota: operation(
    'bmeip',
    () => z.strictObject({}),
    ({ state }) => ({
      EipNumQuota: state.settings.addressQuota,
      CurrentEipNum: livingAddresses(state),
      DailyApplyCount: ordersToday(state),
      DailyApplyQuota: state.settings.addressesPerDay,
      BatchApplyMax: 20,
    }),
  ),
  DescribeRegions: operation(
    'bm',
    ({ int }) => z.strictObject({ RegionId: int.optional() }),
    (_, { RegionId }) => ({
      RegionInfoSet: regions
        .filter(({ id }) => RegionId === undefined || id === RegionId)
        .map((region) => ({
          RegionId: region.id,
          RegionDescription: region.title,
          Region: region.name,
          ZoneInfoSet: region.zones.map(({ id, name, title }) => ({
            ZoneId: id,
            ZoneDescription: title,
            Zone: name,
          })),
        })),
    }),
  ),
};
