import { list, number, text } from '@polynat/adapter-kit';
import * as z from 'zod';
import { read, write } from './operation.ts';
import { apart, description, filteredPage, ip, natId, notApart, port, some } from './schema.ts';

export const dnatModel = z.looseObject({
  IpProtocol: text,
  PublicIpAddress: text,
  PublicPort: number,
  PrivateIpAddress: text,
  PrivatePort: number,
  Description: text,
});
export type DnatModel = z.output<typeof dnatModel>;

const NatGatewayId = natId;
const rule = z.strictObject({
  IpProtocol: z.enum(['TCP', 'UDP'], 'must be TCP or UDP'),
  PublicIpAddress: ip,
  PublicPort: port,
  PrivateIpAddress: ip,
  PrivatePort: port,
  Description: description.optional(),
});

/** https://cloud.tencent.com/document/api/215/36720 and its neighbours. Rules have no ids. */
export const dnatOperations = {
  CreateNatGatewayDestinationIpPortTranslationNatRule: write(
    'CreateNatGatewayDestinationIpPortTranslationNatRule',
    {
      summary: 'Add DNAT rules',
      request: () => z.strictObject({ NatGatewayId, DestinationIpPortTranslationNatRules: some(rule) }),
    },
  ),
  DescribeNatGatewayDestinationIpPortTranslationNatRules: read(
    'DescribeNatGatewayDestinationIpPortTranslationNatRules',
    {
      summary: 'List DNAT rules of one or several NAT gateways',
      listing: 'NatGatewayDestinationIpPortTranslationNatRuleSet',
      request: () =>
        z
          .strictObject({ NatGatewayIds: some(natId).optional(), ...filteredPage })
          .refine(apart('NatGatewayIds'), notApart('NatGatewayIds')),
      answer: () => ({
        NatGatewayDestinationIpPortTranslationNatRuleSet: list(dnatModel),
        TotalCount: number,
      }),
    },
  ),
  ModifyNatGatewayDestinationIpPortTranslationNatRule: write(
    'ModifyNatGatewayDestinationIpPortTranslationNatRule',
    {
      summary: 'Put a DNAT rule in place of another',
      request: () => z.strictObject({ NatGatewayId, SourceNatRule: rule, DestinationNatRule: rule }),
    },
  ),
  DeleteNatGatewayDestinationIpPortTranslationNatRule: write(
    'DeleteNatGatewayDestinationIpPortTranslationNatRule',
    {
      summary: 'Remove DNAT rules',
      request: () => z.strictObject({ NatGatewayId, DestinationIpPortTranslationNatRules: some(rule) }),
    },
  ),
};
