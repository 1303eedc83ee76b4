import { list, number, text } from '@polynat/adapter-kit';
import * as z from 'zod';
import { read, write } from './operation.ts';
import { description, filteredPage, ips, natId, snatId, some } from './schema.ts';

export const snatModel = z.looseObject({
  NatGatewaySnatId: text,
  ResourceId: text,
  ResourceType: text,
  PrivateIpAddress: text,
  PublicIpAddresses: list(z.string()),
  Description: text,
  CreatedTime: text,
});
export type SnatModel = z.output<typeof snatModel>;

export const sourceTypes = ['SUBNET', 'NETWORKINTERFACE', 'USERDEFINED'] as const;

const NatGatewayId = natId;
const rule = {
  /** Empty for a block of the user's own. */
  ResourceId: z.string(),
  ResourceType: z.enum(sourceTypes),
  PrivateIpAddress: z.string().min(1),
  PublicIpAddresses: ips,
  Description: description,
};

/** https://cloud.tencent.com/document/api/215/52622 and its neighbours. */
export const snatOperations = {
  CreateNatGatewaySourceIpTranslationNatRule: write('CreateNatGatewaySourceIpTranslationNatRule', {
    summary: 'Add SNAT rules; their ids are not answered',
    request: () => z.strictObject({ NatGatewayId, SourceIpTranslationNatRules: some(z.strictObject(rule)) }),
  }),
  DescribeNatGatewaySourceIpTranslationNatRules: read('DescribeNatGatewaySourceIpTranslationNatRules', {
    summary: 'List the SNAT rules of a NAT gateway',
    listing: 'SourceIpTranslationNatRuleSet',
    request: () => z.strictObject({ NatGatewayId, ...filteredPage }),
    answer: () => ({ SourceIpTranslationNatRuleSet: list(snatModel), TotalCount: number }),
  }),
  ModifyNatGatewaySourceIpTranslationNatRule: write('ModifyNatGatewaySourceIpTranslationNatRule', {
    summary: 'Change the public IPs and the description of an SNAT rule',
    request: () =>
      z.strictObject({
        NatGatewayId,
        SourceIpTranslationNatRule: z.strictObject({ NatGatewaySnatId: snatId, ...rule }),
      }),
  }),
  DeleteNatGatewaySourceIpTranslationNatRule: write('DeleteNatGatewaySourceIpTranslationNatRule', {
    summary: 'Remove SNAT rules',
    request: () => z.strictObject({ NatGatewayId, NatGatewaySnatIds: some(snatId) }),
  }),
};
