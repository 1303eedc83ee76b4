import { modifyAttributes, modifySpec } from '../../../world/alibaba/changes.ts';
import { findGateway, networkTypeOf } from '../../../world/alibaba/gateways.ts';
import { pageOf } from '../../../world/alibaba/listing.ts';
import type { Gateway } from '../../../world/alibaba/model.ts';
import { deleteGateway } from '../../../world/alibaba/removal.ts';
import { confirm } from '../../../world/alibaba/work.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { missing } from '../parameters.ts';
import { describeAttributes, describeGateway } from './describe-gateway.ts';
import { allOf, equal } from './filters.ts';
import { pageFields, pageRequest } from './pages.ts';
import { tagFilter } from './tag-parameters.ts';

const gatewayId = { NatGatewayId: rules.required(rules.text()) };

const describeNatGateways = operation({
  name: 'DescribeNatGateways',
  parameters: {
    ...rules.region,
    NatGatewayId: rules.text(),
    VpcId: rules.text(),
    Name: rules.text(),
    InstanceChargeType: rules.oneOf(...rules.chargeTypes),
    Spec: rules.oneOf(...rules.specs),
    NatType: rules.oneOf('Normal', 'Enhanced'),
    ResourceGroupId: rules.text(),
    NetworkType: rules.text(),
    Status: rules.text(),
    ZoneId: rules.text(),
    Tag: rules.objects(20),
    ...rules.paging,
    ...rules.dryRun,
  },
  run({ world, call }, given) {
    const keep = allOf<Gateway>(
      equal(given.NatGatewayId, ({ id }) => id),
      equal(given.Name, ({ name }) => name),
      equal(given.InstanceChargeType, ({ chargeType }) => chargeType),
      equal(given.Spec, ({ spec }) => spec),
      equal(given.NatType, ({ natType }) => natType),
      equal(given.ResourceGroupId, ({ resourceGroupId }) => resourceGroupId),
      equal(given.NetworkType, networkTypeOf),
      equal(given.Status, ({ status }) => status),
      equal(given.ZoneId, ({ privateSide }) => privateSide?.zoneId),
      equal(given.VpcId, ({ vpcId }) => vpcId),
      tagFilter(given.Tag),
    );
    confirm(call);
    const page = pageOf(candidates(world, given.RegionId, given), pageRequest(given), keep);
    const records = page.items.map((gateway) => describeGateway(world, gateway));
    return { ...pageFields(page), NatGateways: { NatGateway: records } };
  },
});

interface Narrowing {
  readonly NatGatewayId: string | undefined;
  readonly VpcId: string | undefined;
}

/** An ID or a VPC narrows the search down before any gateway is looked at. */
function candidates(world: World, regionId: string, narrowing: Narrowing): readonly Gateway[] {
  const ids = namedIds(world, narrowing);
  if (ids === undefined) return world.gateways.in(regionId);
  return ids.flatMap((id) => world.gateways.get(id) ?? []).filter((gateway) => gateway.regionId === regionId);
}

function namedIds(world: World, { NatGatewayId, VpcId }: Narrowing): readonly string[] | undefined {
  if (NatGatewayId !== undefined) return [NatGatewayId];
  return VpcId === undefined ? undefined : [...(world.vpcs.get(VpcId)?.gatewayIds ?? [])];
}

const getNatGatewayAttribute = operation({
  name: 'GetNatGatewayAttribute',
  parameters: { ...rules.region, ...gatewayId },
  run: ({ world }, given) =>
    describeAttributes(world, findGateway(world, given.RegionId, given.NatGatewayId)),
});

const modifyNatGatewayAttribute = operation({
  name: 'ModifyNatGatewayAttribute',
  parameters: {
    ...rules.region,
    ...gatewayId,
    Name: rules.matching(rules.name),
    Description: rules.matching(rules.description),
    EipBindMode: rules.oneOf('NAT'),
    IcmpReplyEnabled: rules.boolean(),
  },
  run({ world }, given) {
    const change = {
      name: given.Name,
      description: given.Description,
      eipBindMode: given.EipBindMode,
      icmpReply: given.IcmpReplyEnabled,
    };
    if (Object.values(change).every((value) => value === undefined)) missing('Name');
    modifyAttributes(world, findGateway(world, given.RegionId, given.NatGatewayId), change);
    return {};
  },
});

const modifyNatGatewaySpec = operation({
  name: 'ModifyNatGatewaySpec',
  parameters: {
    ...rules.region,
    ...gatewayId,
    Spec: rules.required(rules.oneOf(...rules.specs)),
    AutoPay: rules.boolean(),
    ...rules.token,
  },
  run({ world, call }, given) {
    modifySpec(world, call, findGateway(world, given.RegionId, given.NatGatewayId), given.Spec);
    return {};
  },
});

const deleteNatGateway = operation({
  name: 'DeleteNatGateway',
  parameters: { ...rules.region, ...gatewayId, Force: rules.boolean() },
  run({ world, call }, given) {
    const force = given.Force === true;
    deleteGateway(world, call, { regionId: given.RegionId, gatewayId: given.NatGatewayId, force });
    return {};
  },
});

export const gatewayOperations: readonly Operation[] = [
  describeNatGateways,
  getNatGatewayAttribute,
  modifyNatGatewayAttribute,
  modifyNatGatewaySpec,
  deleteNatGateway,
];
