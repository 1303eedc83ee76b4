import { id, list, number, text, truth } from '@polynat/adapter-kit';
import * as z from 'zod';
import { dnatModel } from './dnat.ts';
import { read, write, writeTags } from './operation.ts';
import {
  apart,
  bandwidth,
  capacity,
  choice,
  exclusiveType,
  filteredPage,
  flag,
  text as given,
  ips,
  name,
  namesAddresses,
  namesNone,
  natId,
  notApart,
  some,
  tags,
  texts,
  vpcId,
  whole,
  wishedAddresses,
} from './schema.ts';
import { snatModel } from './snat.ts';

const natModel = z.looseObject({
  NatGatewayId: id,
  NatGatewayName: text,
  VpcId: text,
  Zone: text,
  State: text,
  NetworkState: text,
  RestrictState: text,
  CreatedTime: text,
  InternetMaxBandwidthOut: number,
  MaxConcurrentConnection: number,
  NatProductVersion: number,
  PublicIpAddressSet: list(z.looseObject({ AddressId: text, PublicIpAddress: id, IsBlocked: truth })),
  DestinationIpPortTranslationNatRuleSet: list(dnatModel),
  SourceIpTranslationNatRuleSet: list(snatModel),
  TagSet: list(z.looseObject({ Key: id, Value: text })),
  DeletionProtectionEnabled: truth,
  PublicAddressAffinity: truth,
});
export type NatModel = z.output<typeof natModel>;

const NatGatewayId = natId;

/** https://cloud.tencent.com/document/api/215/36721 and its neighbours. */
export const gatewayOperations = {
  CreateNatGateway: write('CreateNatGateway', {
    summary: 'Create a NAT gateway; billing starts immediately',
    request: () =>
      z
        .strictObject({
          NatGatewayName: name,
          VpcId: vpcId,
          ...wishedAddresses,
          InternetMaxBandwidthOut: bandwidth.optional(),
          MaxConcurrentConnection: capacity.optional(),
          NatProductVersion: choice([1, 2], '1 (traditional) or 2 (standard)').optional(),
          Tags: tags.optional(),
          SubnetId: z.string().optional(),
          DeletionProtectionEnabled: flag.optional(),
          ExclusiveType: exclusiveType.optional(),
        })
        .refine(namesAddresses, namesNone),
    answer: () => ({ NatGatewaySet: list(natModel), TotalCount: number }),
  }),
  DescribeNatGateways: read('DescribeNatGateways', {
    summary: 'List NAT gateways with their public IPs and rules',
    listing: 'NatGatewaySet',
    request: () =>
      z
        .strictObject({ NatGatewayIds: some(natId).max(100).optional(), ...filteredPage })
        .refine(apart('NatGatewayIds'), notApart('NatGatewayIds')),
    answer: () => ({ NatGatewaySet: list(natModel), TotalCount: number, VerboseLevel: text }),
  }),
  DeleteNatGateway: write('DeleteNatGateway', {
    summary: 'Delete a NAT gateway and its rules; its public IPs stay in the account',
    request: () => z.strictObject({ NatGatewayId, IgnoreOperationRisk: flag.optional() }),
  }),
  ModifyNatGatewayAttribute: write('ModifyNatGatewayAttribute', {
    summary: 'Change name, outbound bandwidth, protection or security groups of a NAT gateway',
    request: () =>
      z.strictObject({
        NatGatewayId,
        NatGatewayName: name.optional(),
        InternetMaxBandwidthOut: whole(0, 50_000).optional(),
        ModifySecurityGroup: flag.optional(),
        SecurityGroupIds: texts.optional(),
        DeletionProtectionEnabled: flag.optional(),
        PublicAddressAffinity: flag.optional(),
      }),
  }),
  ModifyNatGatewayAdvancedAttribute: write('ModifyNatGatewayAdvancedAttribute', {
    summary: 'Change after how many idle seconds a NAT gateway drops connections',
    request: () =>
      z.strictObject({
        NatGatewayId,
        UDPMappingTimeout: whole(3, 7_200).optional(),
        TCPEstablishedConnectionTimeout: whole(40, 10_800).optional(),
        TCPTimeWaitTimeout: whole(10, 600).optional(),
      }),
  }),
  ResetNatGatewayConnection: write('ResetNatGatewayConnection', {
    summary: 'Change how many connections a traditional NAT gateway carries',
    request: () =>
      z.strictObject({
        NatGatewayId,
        MaxConcurrentConnection: capacity,
        ExclusiveType: exclusiveType.optional(),
      }),
  }),
  UpgradeNatGatewayProductVersion: write('UpgradeNatGatewayProductVersion', {
    summary: 'Turn a traditional NAT gateway into a standard one; cannot be undone',
    request: () =>
      z.strictObject({
        VpcId: vpcId,
        NatGatewayId,
        Force: choice([0, 1], '0 (without interruption) or 1 (with interruption)'),
        CheckOnlyMode: flag.optional(),
      }),
  }),
  AssociateNatGatewayAddress: write('AssociateNatGatewayAddress', {
    summary: 'Attach public IPs to a NAT gateway; the request id names the task',
    request: () =>
      z
        .strictObject({ NatGatewayId, ...wishedAddresses, IpAddressEnableMode: flag.optional() })
        .refine(namesAddresses, namesNone),
  }),
  DisassociateNatGatewayAddress: write('DisassociateNatGatewayAddress', {
    summary: 'Detach public IPs from a NAT gateway, and from its rules; the request id names the task',
    request: () => z.strictObject({ NatGatewayId, PublicIpAddresses: ips }),
  }),
  DescribeNatGatewayZones: read('DescribeNatGatewayZones', {
    summary: 'List the zones where NAT gateways can be',
    listing: 'ZoneSet',
    request: () => z.strictObject({}),
    answer: () => ({ ZoneSet: list(z.looseObject({ Zone: id, ZoneId: number })) }),
  }),
  /** https://cloud.tencent.com/document/api/651/35331: the resource is `qcs::vpc:REGION:uin/:nat/ID`. */
  ModifyResourceTags: writeTags('ModifyResourceTags', {
    summary: 'Add, change or remove tags of a NAT gateway or an EIP',
    request: () =>
      z.strictObject({
        Resource: given,
        ReplaceTags: some(z.strictObject({ TagKey: given, TagValue: z.string() })).optional(),
        DeleteTags: some(z.strictObject({ TagKey: given })).optional(),
      }),
  }),
};
