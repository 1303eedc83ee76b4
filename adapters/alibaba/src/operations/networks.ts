import * as z from 'zod';
import { flag as bool, id as identity, list, number, record, text } from './answer.ts';
import { read } from './operation.ts';
import { flag, given, id, oneOf, paging, region, tags, whole } from './schema.ts';

const language = oneOf('zh-CN', 'en-US', 'ja').optional();
const tag = record({ Key: identity, Value: text });

/** Some wrappers repeat their own name, as in `RouterTableIds.RouterTableIds[]`. */
const vpc = record({
  VpcId: identity,
  VpcName: text,
  Description: text,
  Status: text,
  RegionId: text,
  CidrBlock: text,
  SecondaryCidrBlocks: list('SecondaryCidrBlock', text),
  UserCidrs: list('UserCidr', text),
  EnabledIpv6: bool,
  Ipv6CidrBlock: text,
  Ipv6CidrBlocks: list('Ipv6CidrBlock', record({ Ipv6CidrBlock: identity, Ipv6Isp: text })),
  IsDefault: bool,
  VRouterId: text,
  RouterTableIds: list('RouterTableIds', text),
  VSwitchIds: list('VSwitchId', text),
  NatGatewayIds: list('NatGatewayIds', text),
  CenStatus: text,
  ResourceGroupId: text,
  CreationTime: text,
  Tags: list('Tag', tag),
});
const vSwitch = record({
  VSwitchId: identity,
  VSwitchName: text,
  Description: text,
  Status: text,
  VpcId: text,
  ZoneId: text,
  CidrBlock: text,
  Ipv6CidrBlock: text,
  EnabledIpv6: bool,
  AvailableIpAddressCount: number,
  IsDefault: bool,
  NetworkAclId: text,
  ShareType: text,
  ResourceGroupId: text,
  RouteTable: record({ RouteTableId: text, RouteTableType: text }),
  CreationTime: text,
  Tags: list('Tag', tag),
});
export const networkOperations = {
  DescribeRegions: read('DescribeRegions', {
    summary: 'List the regions and their endpoints',
    listing: 'Regions',
    request: () => z.strictObject({ RegionId: region, AcceptLanguage: language, ProductType: id.optional() }),
    answer: {
      Regions: list('Region', record({ RegionId: identity, LocalName: text, RegionEndpoint: text })),
    },
  }),
  DescribeZones: read('DescribeZones', {
    summary: 'List the zones of a region',
    listing: 'Zones',
    request: () => z.strictObject({ RegionId: region, AcceptLanguage: language, ZoneType: id.optional() }),
    answer: { Zones: list('Zone', record({ ZoneId: identity, LocalName: text, ZoneType: text })) },
  }),
  DescribeVpcs: read('DescribeVpcs', {
    summary: 'List VPCs',
    listing: 'Vpcs',
    request: () =>
      z.strictObject({
        RegionId: region,
        // Up to 20, with commas between them.
        VpcId: id.optional(),
        VpcName: id.optional(),
        IsDefault: flag.optional(),
        EnableIpv6: flag.optional(),
        DhcpOptionsSetId: id.optional(),
        ResourceGroupId: id.optional(),
        VpcOwnerId: whole(0).optional(),
        Tag: tags.optional(),
        ...paging(50),
        DryRun: flag.optional(),
      }),
    answer: { Vpcs: list('Vpc', vpc), PageNumber: number, PageSize: number, TotalCount: number },
  }),
  DescribeVSwitches: read('DescribeVSwitches', {
    summary: 'List vSwitches',
    listing: 'VSwitches',
    request: () =>
      z
        .strictObject({
          RegionId: region,
          VpcId: id.optional(),
          VSwitchId: id.optional(),
          VSwitchName: id.optional(),
          ZoneId: id.optional(),
          IsDefault: flag.optional(),
          EnableIpv6: flag.optional(),
          RouteTableId: id.optional(),
          ResourceGroupId: id.optional(),
          VSwitchOwnerId: whole(0).optional(),
          Tag: tags.optional(),
          ...paging(50),
          DryRun: flag.optional(),
        })
        .refine(({ RegionId, VpcId }) => given(RegionId) || given(VpcId), {
          path: ['RegionId'],
          message: 'or VpcId must be given',
        }),
    answer: {
      VSwitches: list('VSwitch', vSwitch),
      PageNumber: number,
      PageSize: number,
      TotalCount: number,
    },
  }),
};
