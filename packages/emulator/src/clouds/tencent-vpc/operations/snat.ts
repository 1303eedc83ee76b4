import * as z from 'zod';
import { type SnatRule, sourceTypes } from '../../../world/tencent-vpc/model.ts';
import { createSnatRules, deleteSnatRules, modifySnatRule } from '../../../world/tencent-vpc/snat.ts';
import { text } from '../../tencent/operation.ts';
import { description, idOf, ip, listOf, someOf } from '../fields.ts';
import { snatRecord } from '../gateway-records.ts';
import { Listing, listFields } from '../listing.ts';
import { done, operation, type VpcOperation } from '../operation.ts';

const NatGatewayId = idOf('nat');

const rule = z.strictObject({
  ResourceId: text,
  ResourceType: z.enum(sourceTypes),
  PrivateIpAddress: text,
  PublicIpAddresses: listOf(ip),
  Description: description('InvalidParameterValue'),
  NatGatewaySnatId: idOf('snat').optional(),
  // What answers carry may be sent back.
  NatGatewayId: text.optional(),
  VpcId: text.optional(),
  CreatedTime: text.optional(),
});

const inputOf = (each: z.output<typeof rule>) => ({
  resourceId: each.ResourceId,
  resourceType: each.ResourceType,
  source: each.PrivateIpAddress,
  publicIps: each.PublicIpAddresses,
  description: each.Description,
});

const create = operation(
  () => z.strictObject({ NatGatewayId, SourceIpTranslationNatRules: someOf(rule) }),
  ({ state, region }, input) => {
    createSnatRules(state, region, input.NatGatewayId, input.SourceIpTranslationNatRules.map(inputOf));
    return done;
  },
);

/** All fields are required, and two of them change. */
const modify = operation(
  () =>
    z.strictObject({
      NatGatewayId,
      SourceIpTranslationNatRule: rule.extend({ NatGatewaySnatId: idOf('snat') }),
    }),
  ({ state, region }, input) => {
    const {
      NatGatewaySnatId: id,
      PublicIpAddresses: publicIps,
      Description,
    } = input.SourceIpTranslationNatRule;
    modifySnatRule(state, region, input.NatGatewayId, { id, publicIps, description: Description });
    return done;
  },
  { 'rule-address': 'UnsupportedOperation.UnbindEIP' },
);

const remove = operation(
  () => z.strictObject({ NatGatewayId, NatGatewaySnatIds: someOf(idOf('snat')) }),
  ({ state, region }, input) => {
    deleteSnatRules(state, region, input.NatGatewayId, input.NatGatewaySnatIds);
    return done;
  },
);

const listing = new Listing<SnatRule>({
  filters: {
    'resource-id': ({ resourceId }) => [resourceId],
    'public-ip-address': ({ publicIps }) => publicIps,
    description: (each) => [each.description],
  },
  codes: { notFilters: 'InvalidParameter', valuesNotList: 'InvalidParameter' },
});

const describe = operation(
  (scalars) => z.strictObject({ NatGatewayId, ...listFields(scalars) }),
  ({ state, region }, input) => {
    const gateway = state.gateway(region, input.NatGatewayId);
    const filters = listing.filters(input.Filters);
    const found = listing.page([...gateway.snat.values()], filters, input);
    return {
      SourceIpTranslationNatRuleSet: found.items.map((each) => snatRecord(gateway, each)),
      TotalCount: found.total,
    };
  },
);

/** Outbound rules, which this API calls translation of source IP. */
export const snatOperations: Readonly<Record<string, VpcOperation>> = {
  CreateNatGatewaySourceIpTranslationNatRule: create,
  DescribeNatGatewaySourceIpTranslationNatRules: describe,
  ModifyNatGatewaySourceIpTranslationNatRule: modify,
  DeleteNatGatewaySourceIpTranslationNatRule: remove,
};
