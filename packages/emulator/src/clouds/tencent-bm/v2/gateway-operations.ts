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
import { deleteGateway, renameGateway, upgradeGateway } from '../../../world/tencent-bm/gateways.ts';
import { forwardedIps } from '../../../world/tencent-bm/joins.ts';
import { findGateway, listGateways } from '../../../world/tencent-bm/queries.ts';
import { activeJoins } from '../records.ts';
import { breakdown, invalidValue } from './errors.ts';
import { int, limit, operation, paging, text, texts, type V2Operation } from './operation.ts';
import { gatewayRecord, joinRecord } from './records.ts';

const parts = z.array(z.object({ unSubnetId: text, ipList: texts }));
const key = { natId: text, unVpcId: text };
const bmVpc = { invalid: invalidValue.bmVpc };

const create = z.object({
  natName: text,
  unVpcId: text,
  maxConcurrent: int,
  /** Required by the newest pages, unknown to the older ones, which call the VPC `vpcId`. */
  forwardMode: int.optional(),
  vpcId: text.optional(),
  exclusive: int.default(0),
  autoAllocEipNum: int.default(0),
  assignedEipSet: texts.default([]),
  unSubnetIds: texts.default([]),
  ips: parts.default([]),
  subnetAll: int.optional(),
});

type Create = z.output<typeof create>;

const strictCreate = create
  .refine((input) => input.forwardMode !== undefined || input.vpcId !== undefined, {
    path: ['forwardMode'],
  })
  .refine(namesSubnets, { path: ['subnetAll'], message: 'with 0 name unSubnetIds or ips' });

function namesSubnets({ subnetAll, unSubnetIds, ips }: Create): boolean {
  return subnetAll !== 0 || unSubnetIds.length + ips.length > 0;
}

const task = (taskId: number) => ({ data: { taskId } });
const toPart = ({ unSubnetId, ipList }: z.output<typeof parts>[number]) => ({
  subnet: unSubnetId,
  ips: ipList,
});

/** The pages list no VPC among the parameters of these two, but its error; so it is checked when it is sent. */
const natKey = { natId: text, unVpcId: text.optional() };

const describe = z.object({
  natId: text.optional(),
  natName: text.optional(),
  unVpcId: text.optional(),
  ...paging,
  limit: limit(50),
  orderField: z.enum(['natId']).optional(),
});

const poll = operation(
  z.object({ taskId: int }),
  ({ state }, { taskId }) => ({
    data: { status: state.tasks.statusOf(taskId) },
    ...(state.settings.pollingCodeAsText ? { code: '0' } : {}),
  }),
  { invalid: invalidValue.polling, breakdown: breakdown.polling },
);

/** The actions of BM NAT (cloud.tencent.com/document/product/386/9348 to 9356, 10738, 10739, 13871, 13872). */
export const gatewayOperations: Readonly<Record<string, V2Operation>> = {
  CreateBmNatGateway: operation(
    strictCreate,
    ({ state, region, fault }, input) =>
      task(
        createGateway(
          state,
          region,
          {
            name: input.natName,
            vpc: input.unVpcId,
            maxConcurrent: input.maxConcurrent,
            forwardMode: input.forwardMode ?? 0,
            exclusive: input.exclusive,
            assigned: input.assignedEipSet,
            autoAllocate: input.autoAllocEipNum,
            subnets: input.unSubnetIds,
            parts: input.ips.map(toPart),
            joinsAll: input.subnetAll === 1,
          },
          fault,
        ),
      ),
    bmVpc,
  ),
  DeleteBmNatGateway: operation(z.object(key), ({ state, region, fault }, { natId, unVpcId }) =>
    task(deleteGateway(state, region, { id: natId, vpc: unVpcId }, fault)),
  ),
  DescribeBmNatGateway: operation(describe, ({ state, region }, input) => {
    const found = listGateways(state, region, {
      id: input.natId,
      name: input.natName,
      vpc: input.unVpcId,
      order: input.orderField === 'natId' ? 'id' : 'age',
      descending: input.orderField === 'natId' && input.orderDirection !== 'asc',
      offset: input.offset,
      limit: input.limit,
    });
    return { totalCount: found.total, data: found.items.map(gatewayRecord) };
  }),
  UpgradeBmNatGateway: operation(
    z.object({ ...key, maxConcurrent: int }),
    ({ state, region, fault }, { natId, unVpcId, maxConcurrent }) =>
      task(upgradeGateway(state, region, { id: natId, vpc: unVpcId, maxConcurrent }, fault)),
  ),
  ModifyBmNatGateway: operation(
    z.object({ ...key, natName: text }),
    ({ state, region }, { natId, unVpcId, natName }) => {
      renameGateway(state, region, { id: natId, vpc: unVpcId }, natName);
      return {};
    },
  ),
  EipBindBmNatGateway: operation(
    z.object({ ...key, assignedEipSet: texts.default([]), autoAllocEipNum: int.default(0) }),
    ({ state, region, fault }, { natId, unVpcId, assignedEipSet, autoAllocEipNum }) => {
      const input = { id: natId, vpc: unVpcId, assigned: assignedEipSet, autoAllocate: autoAllocEipNum };
      return task(bindAddresses(state, region, input, fault));
    },
  ),
  EipUnBindBmNatGateway: operation(
    z.object({ ...key, assignedEipSet: texts }),
    ({ state, region, fault }, { natId, unVpcId, assignedEipSet }) =>
      task(unbindAddresses(state, region, { id: natId, vpc: unVpcId, assigned: assignedEipSet }, fault)),
  ),
  SubnetBindBmNatGateway: operation(
    z.object({ ...key, unSubnetIds: texts }),
    ({ state, region, fault }, { natId, unVpcId, unSubnetIds }) =>
      task(joinSubnets(state, region, { id: natId, vpc: unVpcId, subnets: unSubnetIds }, fault)),
    bmVpc,
  ),
  SubnetUnBindBmNatGateway: operation(
    z.object({ ...key, unSubnetIds: texts }),
    ({ state, region, fault }, { natId, unVpcId, unSubnetIds }) =>
      task(leaveSubnets(state, region, { id: natId, vpc: unVpcId, subnets: unSubnetIds }, fault)),
    bmVpc,
  ),
  BindIpsToBmNatGateway: operation(
    z.object({ ...key, ips: parts }),
    ({ state, region, fault }, { natId, unVpcId, ips }) =>
      task(joinParts(state, region, { id: natId, vpc: unVpcId, parts: ips.map(toPart) }, fault)),
    bmVpc,
  ),
  UnbindIpsToBmNatGateway: operation(
    z.object({ ...key, ips: parts }),
    ({ state, region, fault }, { natId, unVpcId, ips }) =>
      task(leaveParts(state, region, { id: natId, vpc: unVpcId, parts: ips.map(toPart) }, fault)),
    bmVpc,
  ),
  DescribeBmNatBindSubnets: operation(z.object(natKey), ({ state, region }, { natId, unVpcId }) => {
    const gateway = findGateway(state, region, natId, unVpcId);
    const subnets = activeJoins(gateway).map((join) => joinRecord(gateway, join));
    return { data: { natId, unVpcId: gateway.vpc.id, vpcId: gateway.vpc.number, subnets } };
  }),
  DescribeBmNatPartSubnetBindIps: operation(
    z.object({ ...natKey, unSubnetIds: texts.optional() }),
    ({ state, region }, { natId, unVpcId, unSubnetIds }) => {
      const joins = activeJoins(findGateway(state, region, natId, unVpcId));
      const data = joins.flatMap(([subnet, join]) =>
        join.kind === 'part'
          ? [{ unSubnetId: subnet.id, subnetId: subnet.number, natIpList: forwardedIps(join) }]
          : [],
      );
      const wanted = ({ unSubnetId, subnetId }: (typeof data)[number]) =>
        unSubnetIds?.some((each) => each === unSubnetId || each === String(subnetId)) ?? true;
      return { data: data.filter(wanted) };
    },
  ),
  QueryBmNatGatewayProductionStatus: poll,
  /** The sister action for tasks of subnets and hosts: same request, same answer. */
  QueryBmTaskResult: poll,
};
