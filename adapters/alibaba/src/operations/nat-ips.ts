import * as z from 'zod';
import { flag as bool, id as identity, list, record, text } from './answer.ts';
import { read, writeWithToken } from './operation.ts';
import {
  cidr,
  clientToken,
  descriptionRule,
  flag,
  given,
  id,
  ipv4,
  nameRule,
  oneOf,
  region,
  ruled,
  texts,
  whole,
} from './schema.ts';

/** What every one of these operations takes. */
const common = { RegionId: region, ClientToken: clientToken, DryRun: flag.optional() };
const gateway = { ...common, NatGatewayId: id };
const paging = { MaxResults: whole(1, 100).optional(), NextToken: id.optional() };
const several = texts(1, 20).optional();

const natIpNames = {
  NatIpName: ruled(nameRule).optional(),
  NatIpDescription: ruled(descriptionRule).optional(),
};
const cidrNames = {
  NatIpCidrName: ruled(nameRule).optional(),
  NatIpCidrDescription: ruled(descriptionRule).optional(),
};

const natIp = { NatIp: text, NatIpId: text, Ipv4Prefix: text };

/**
 * NAT addresses of intranet (VPC) NAT gateways: what their SNAT and DNAT entries translate to, in place of public addresses. The
 * portable API has no word for them.
 * https://www.alibabacloud.com/help/en/nat-gateway/developer-reference/api-vpc-2016-04-28-createnatip-natgws
 */
export const natIpOperations = {
  CreateNatIp: writeWithToken('CreateNatIp', {
    summary: 'Create a NAT address on an intranet NAT gateway',
    retry: ['OperationConflict', 'IncorrectStatus.NatGateway'],
    request: () =>
      z
        .strictObject({
          ...gateway,
          NatIpCidr: cidr,
          NatIp: ipv4.optional(),
          ...natIpNames,
          Ipv4Prefix: cidr.optional(),
          Ipv4PrefixCount: whole(1, 10).optional(),
        })
        .refine(
          ({ NatIp, Ipv4Prefix, Ipv4PrefixCount }) =>
            [NatIp, Ipv4Prefix, Ipv4PrefixCount].filter(given).length <= 1,
          { path: ['NatIp'], message: 'cannot be given with a prefix, nor a prefix with how many' },
        ),
    answer: { ...natIp, NatIps: list([], record(natIp)) },
  }),
  ListNatIps: read('ListNatIps', {
    summary: 'List the NAT addresses of an intranet NAT gateway',
    listing: 'NatIps',
    request: () =>
      z.strictObject({
        ...gateway,
        NatIpCidr: cidr.optional(),
        NatIpIds: several,
        NatIpName: several,
        NatIpStatus: oneOf('Available', 'Deleting', 'Creating').optional(),
        IpOrigin: oneOf('prefix', 'cidr').optional(),
        Ipv4Prefix: cidr.optional(),
        ...paging,
      }),
    answer: {
      NatIps: list(
        [],
        record({
          NatIpId: identity,
          NatIp: text,
          NatIpCidr: text,
          NatIpName: text,
          NatIpDescription: text,
          /** Available, Associated, Associating, Creating, Deleting or Deleted. */
          NatIpStatus: text,
          NatGatewayId: text,
          IsDefault: bool,
          Ipv4Prefix: text,
        }),
      ),
      NextToken: text,
      TotalCount: text,
    },
  }),
  ModifyNatIpAttribute: writeWithToken('ModifyNatIpAttribute', {
    summary: 'Change the name or description of a NAT address',
    request: () => z.strictObject({ ...common, NatIpId: id, ...natIpNames }),
    answer: {},
  }),
  DeleteNatIp: writeWithToken('DeleteNatIp', {
    summary: 'Delete a NAT address; the default one of a gateway stays',
    retry: ['OperationConflict', 'IncorrectStatus.NatGateway'],
    request: () =>
      z
        .strictObject({
          ...common,
          NatIpId: id.optional(),
          Ipv4Prefix: cidr.optional(),
          NatGatewayId: id.optional(),
        })
        .superRefine(({ NatIpId, Ipv4Prefix, NatGatewayId }, context) => {
          const say = (path: string, message: string) =>
            context.addIssue({ code: 'custom', path: [path], message });
          if (given(NatIpId) === given(Ipv4Prefix))
            say('NatIpId', 'or Ipv4Prefix must be given, and not both');
          if (given(Ipv4Prefix) && !given(NatGatewayId)) say('NatGatewayId', 'must be given with Ipv4Prefix');
        }),
    answer: {},
  }),
  CreateNatIpCidr: writeWithToken('CreateNatIpCidr', {
    summary: 'Create a block that NAT addresses may come from',
    retry: ['OperationConflict'],
    request: () => z.strictObject({ ...gateway, NatIpCidr: cidr, ...cidrNames }),
    answer: { NatIpCidrId: text },
  }),
  ListNatIpCidrs: read('ListNatIpCidrs', {
    summary: 'List the blocks of an intranet NAT gateway that NAT addresses come from',
    listing: 'NatIpCidrs',
    request: () =>
      z.strictObject({
        ...gateway,
        NatIpCidr: cidr.optional(),
        NatIpCidrs: several,
        NatIpCidrName: several,
        NatIpCidrStatus: oneOf('Available').optional(),
        ...paging,
      }),
    answer: {
      NatIpCidrs: list(
        [],
        record({
          NatIpCidrId: identity,
          NatIpCidr: text,
          NatIpCidrName: text,
          NatIpCidrDescription: text,
          NatIpCidrStatus: text,
          NatGatewayId: text,
          IsDefault: bool,
          CreationTime: text,
        }),
      ),
      NextToken: text,
      TotalCount: text,
    },
  }),
  ModifyNatIpCidrAttribute: writeWithToken('ModifyNatIpCidrAttribute', {
    summary: 'Change the name or description of a block of NAT addresses',
    request: () => z.strictObject({ ...gateway, NatIpCidr: cidr, ...cidrNames }),
    answer: {},
  }),
  DeleteNatIpCidr: writeWithToken('DeleteNatIpCidr', {
    summary: 'Delete a block of NAT addresses that is empty; the default one stays',
    retry: ['OperationConflict'],
    request: () => z.strictObject({ ...gateway, NatIpCidr: cidr }),
    answer: {},
  }),
};
