import * as z from 'zod';
import {
  bindAddresses,
  joinParts,
  joinSubnets,
  leaveParts,
  leaveSubnets,
  unbindAddresses,
} from '../../../world/tencent-bm/bindings.ts';
import { createGateway } from '../../../world/tencent-bm/creation.ts';
import { deleteGateway, upgradeGateway } from '../../../world/tencent-bm/gateways.ts';
import { listGateways } from '../../../world/tencent-bm/queries.ts';
import { type Scalars, text, texts } from '../../tencent/operation.ts';
import { activeJoins } from '../records.ts';
import { operation, type V3Operation } from './operation.ts';
import { gatewayRecord, joinRecord } from './records.ts';

const key = { NatId: text, VpcId: text };
const parts = z.array(z.strictObject({ SubnetId: text, Ips: texts }));
const toPart = ({ SubnetId, Ips }: z.output<typeof parts>[number]) => ({ subnet: SubnetId, ips: Ips });
const task = (taskId: number) => ({ TaskId: taskId });

const create = ({ int }: Scalars) =>
  z.strictObject({
    /** Typed as text in this version. */
    ForwardMode: z.enum(['0', '1']).transform(Number),
    VpcId: text,
    NatName: text,
    MaxConcurrent: int,
    SubnetIds: texts.default([]),
    IpInfoSet: parts.default([]),
    AssignedEips: texts.default([]),
    AutoAllocEipNum: int.default(0),
    Exclusive: int.default(0),
  });

const describe = ({ int }: Scalars) =>
  z.strictObject({
    NatId: text.optional(),
    NatName: text.optional(),
    SearchKey: text.optional(),
    VpcId: text.optional(),
    Zone: text.optional(),
    Offset: int.pipe(z.int().nonnegative()).default(0),
    Limit: int.pipe(z.int().min(1).max(100)).default(20),
    OrderField: z.enum(['CreateTime']).optional(),
    OrderDirection: z.enum(['asc', 'desc']).default('asc'),
  });

/** BM NAT in version 2018-06-25 (cloud.tencent.com/document/api/1024/34236 to 34245 and the official client). */
export const gatewayOperations: Readonly<Record<string, V3Operation>> = {
  CreateNatGateway: operation('bmvpc', create, ({ state, region, fault }, input) =>
    task(
      createGateway(
        state,
        region,
        {
          name: input.NatName,
          vpc: input.VpcId,
          maxConcurrent: input.MaxConcurrent,
          forwardMode: input.ForwardMode,
          exclusive: input.Exclusive,
          assigned: input.AssignedEips,
          autoAllocate: input.AutoAllocEipNum,
          subnets: input.SubnetIds,
          parts: input.IpInfoSet.map(toPart),
          joinsAll: false,
        },
        fault,
      ),
    ),
  ),
  DeleteNatGateway: operation(
    'bmvpc',
    () => z.strictObject(key),
    ({ state, region, fault }, { NatId, VpcId }) =>
      task(deleteGateway(state, region, { id: NatId, vpc: VpcId }, fault)),
  ),
  UpgradeNatGateway: operation(
    'bmvpc',
    ({ int }) => z.strictObject({ ...key, MaxConcurrent: int }),
    ({ state, region, fault }, { NatId, VpcId, MaxConcurrent }) =>
      task(upgradeGateway(state, region, { id: NatId, vpc: VpcId, maxConcurrent: MaxConcurrent }, fault)),
  ),
  DescribeNatGateways: operation('bmvpc', describe, ({ state, region }, input) => {
    const found = listGateways(state, region, {
      id: input.NatId,
      name: input.NatName,
      search: input.SearchKey,
      vpc: input.VpcId,
      zone: input.Zone,
      order: 'age',
      descending: input.OrderDirection === 'desc',
      offset: input.Offset,
      limit: input.Limit,
    });
    return { NatGatewayInfoSet: found.items.map(gatewayRecord), TotalCount: found.total };
  }),
  BindEipsToNatGateway: operation(
    'bmvpc',
    ({ int }) => z.strictObject({ ...key, AssignedEips: texts.default([]), AutoAllocEipNum: int.default(0) }),
    ({ state, region, fault }, { NatId, VpcId, AssignedEips, AutoAllocEipNum }) => {
      const input = { id: NatId, vpc: VpcId, assigned: AssignedEips, autoAllocate: AutoAllocEipNum };
      return task(bindAddresses(state, region, input, fault));
    },
  ),
  UnbindEipsFromNatGateway: operation(
    'bmvpc',
    () => z.strictObject({ ...key, AssignedEips: texts }),
    ({ state, region, fault }, { NatId, VpcId, AssignedEips }) =>
      task(unbindAddresses(state, region, { id: NatId, vpc: VpcId, assigned: AssignedEips }, fault)),
  ),
  BindSubnetsToNatGateway: operation(
    'bmvpc',
    () => z.strictObject({ ...key, SubnetIds: texts }),
    ({ state, region, fault }, { NatId, VpcId, SubnetIds }) =>
      task(joinSubnets(state, region, { id: NatId, vpc: VpcId, subnets: SubnetIds }, fault)),
  ),
  UnbindSubnetsFromNatGateway: operation(
    'bmvpc',
    () => z.strictObject({ ...key, SubnetIds: texts }),
    ({ state, region, fault }, { NatId, VpcId, SubnetIds }) =>
      task(leaveSubnets(state, region, { id: NatId, vpc: VpcId, subnets: SubnetIds }, fault)),
  ),
  BindIpsToNatGateway: operation(
    'bmvpc',
    () => z.strictObject({ ...key, IpInfoSet: parts }),
    ({ state, region, fault }, { NatId, VpcId, IpInfoSet }) =>
      task(joinParts(state, region, { id: NatId, vpc: VpcId, parts: IpInfoSet.map(toPart) }, fault)),
  ),
  UnbindIpsFromNatGateway: operation(
    'bmvpc',
    () => z.strictObject({ ...key, IpInfoSet: parts }),
    ({ state, region, fault }, { NatId, VpcId, IpInfoSet }) =>
      task(leaveParts(state, region, { id: NatId, vpc: VpcId, parts: IpInfoSet.map(toPart) }, fault)),
  ),
  DescribeNatSubnets: operation(
    'bmvpc',
    () => z.strictObject(key),
    ({ state, region }, { NatId, VpcId }) => {
      const gateway = state.gateway(state.vpc(region, VpcId), NatId);
      return { NatSubnetInfoSet: activeJoins(gateway).map((join) => joinRecord(gateway, join)) };
    },
  ),
  DescribeTaskStatus: operation(
    'bmvpc',
    ({ int }) => z.strictObject({ TaskId: int }),
    ({ state }, { TaskId }) => ({ Status: state.tasks.statusOf(TaskId) }),
  ),
};
