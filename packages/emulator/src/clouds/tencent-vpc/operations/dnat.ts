import * as z from 'zod';
import {
  createDnatRules,
  type DnatInput,
  deleteDnatRules,
  modifyDnatRule,
} from '../../../world/tencent-vpc/dnat.ts';
import { type DnatRule, type Gateway, protocols } from '../../../world/tencent-vpc/model.ts';
import type { Scalars } from '../../tencent/operation.ts';
import { description, idOf, ip, listOf, port, someOf } from '../fields.ts';
import { listedDnatRecord } from '../gateway-records.ts';
import { Listing, listFields } from '../listing.ts';
import { done, operation, type VpcOperation } from '../operation.ts';
import { candidates } from './gateway-list.ts';

const NatGatewayId = idOf('nat');

const rule = (scalars: Scalars) =>
  z
    .strictObject({
      IpProtocol: z.enum(protocols),
      PublicIpAddress: ip,
      PublicPort: port(scalars),
      PrivateIpAddress: ip,
      PrivatePort: port(scalars),
      Description: description('InvalidParameterValue.TooLong').default(''),
    })
    .transform(
      (each): DnatInput => ({
        protocol: each.IpProtocol,
        publicIp: each.PublicIpAddress,
        publicPort: each.PublicPort,
        privateIp: each.PrivateIpAddress,
        privatePort: each.PrivatePort,
        description: each.Description,
      }),
    );

/** What names the rule to change is required, the rest is taken and not looked at. */
const sourceRule = (scalars: Scalars) =>
  z
    .strictObject({
      IpProtocol: z.enum(protocols),
      PublicIpAddress: ip,
      PublicPort: port(scalars),
      PrivateIpAddress: ip.optional(),
      PrivatePort: port(scalars).optional(),
      Description: z.string().optional(),
    })
    .transform((each) => ({
      protocol: each.IpProtocol,
      publicIp: each.PublicIpAddress,
      publicPort: each.PublicPort,
    }));

const rules = (scalars: Scalars) =>
  z.strictObject({ NatGatewayId, DestinationIpPortTranslationNatRules: someOf(rule(scalars)) });

const create = operation(rules, ({ state, region }, input) => {
  createDnatRules(state, region, input.NatGatewayId, input.DestinationIpPortTranslationNatRules);
  return done;
});

const remove = operation(rules, ({ state, region }, input) => {
  deleteDnatRules(state, region, input.NatGatewayId, input.DestinationIpPortTranslationNatRules);
  return done;
});

const modify = operation(
  (scalars) =>
    z.strictObject({ NatGatewayId, SourceNatRule: sourceRule(scalars), DestinationNatRule: rule(scalars) }),
  ({ state, region }, input) => {
    modifyDnatRule(state, region, input.NatGatewayId, input.SourceNatRule, input.DestinationNatRule);
    return done;
  },
);

interface Listed {
  readonly gateway: Gateway;
  readonly rule: DnatRule;
}

const listing = new Listing<Listed>({
  filters: {
    'nat-gateway-id': ({ gateway }) => [gateway.id],
    'vpc-id': ({ gateway }) => [gateway.vpc.id],
    'public-ip-address': (each) => [each.rule.publicIp],
    'public-port': (each) => [String(each.rule.publicPort)],
    'private-ip-address': (each) => [each.rule.privateIp],
    'private-port': (each) => [String(each.rule.privatePort)],
    description: (each) => [each.rule.description],
  },
  codes: {
    unknownFilter: 'InvalidParameter',
    notFilters: 'InvalidParameter',
    valuesNotList: 'InvalidParameter',
  },
});

const describe = operation(
  (scalars) => z.strictObject({ NatGatewayIds: listOf(idOf('nat')).optional(), ...listFields(scalars) }),
  (call, input) => {
    const filters = listing.filters(input.Filters, input.NatGatewayIds);
    const all = candidates(call, filters, input.NatGatewayIds).flatMap((gateway): readonly Listed[] =>
      [...gateway.dnat.values()].map((each) => ({ gateway, rule: each })),
    );
    const found = listing.page(all, filters, input);
    return {
      NatGatewayDestinationIpPortTranslationNatRuleSet: found.items.map((each) =>
        listedDnatRecord(each.gateway, each.rule),
      ),
      TotalCount: found.total,
    };
  },
);

/** Port forwarding, which this API calls translation of destination IP and port. */
export const dnatOperations: Readonly<Record<string, VpcOperation>> = {
  CreateNatGatewayDestinationIpPortTranslationNatRule: create,
  DescribeNatGatewayDestinationIpPortTranslationNatRules: describe,
  ModifyNatGatewayDestinationIpPortTranslationNatRule: modify,
  DeleteNatGatewayDestinationIpPortTranslationNatRule: remove,
};
