import * as z from 'zod';
import { id as identity, list, number, record, text } from './answer.ts';
import { read, write, writeWithToken } from './operation.ts';
import {
  addressPool,
  cidr,
  clientToken,
  entryNameRule,
  flag,
  given,
  id,
  paging,
  region,
  ruled,
  texts,
  whole,
} from './schema.ts';

/** An address that has just been bound, or has just joined the shared bandwidth of the pool's others. */
const lag = [
  'EIP_NOT_IN_GATEWAY',
  'InvalidSnatIp.NotFound',
  'OperationUnsupported.EipNatGWCheck',
  'OperationUnsupported.EipNatBWPCheck',
];
const snatEntry = record({
  SnatEntryId: identity,
  SnatEntryName: text,
  SnatIp: text,
  SnatTableId: text,
  SourceCIDR: text,
  SourceVSwitchId: text,
  NatGatewayId: text,
  NetworkInterfaceId: text,
  EipAffinity: number,
  Status: text,
});
export const snatOperations = {
  CreateSnatEntry: writeWithToken('CreateSnatEntry', {
    summary: 'Add an SNAT entry',
    retry: [
      'OperationUnsupported.EipInBinding',
      'InternalError',
      'IncorrectStatus.NATGW',
      'OperationConflict',
    ],
    lag,
    request: () =>
      z
        .strictObject({
          RegionId: region,
          SnatTableId: id,
          SnatIp: addressPool.optional(),
          SourceVSwitchId: id.optional(),
          SourceCIDR: cidr.optional(),
          SnatEntryName: ruled(entryNameRule).optional(),
          ClientToken: clientToken,
          // Added since the document of 2020; an entry of a VPC NAT gateway has NetworkInterfaceId instead of SnatIp:
          NetworkInterfaceId: id.optional(),
          EipAffinity: whole(0, 1).optional(),
          DryRun: flag.optional(),
        })
        .superRefine(({ SourceVSwitchId, SourceCIDR, SnatIp, NetworkInterfaceId }, context) => {
          const say = (path: string, message: string) =>
            context.addIssue({ code: 'custom', path: [path], message });
          if (given(SourceVSwitchId) === given(SourceCIDR)) {
            say('SourceCIDR', 'or SourceVSwitchId must be given, and not both');
          }
          if (given(SnatIp) === given(NetworkInterfaceId)) {
            say('SnatIp', 'must be given, or NetworkInterfaceId on a VPC NAT gateway, and not both');
          }
        }),
    answer: { SnatEntryId: text },
  }),
  ModifySnatEntry: writeWithToken('ModifySnatEntry', {
    summary: 'Change the addresses or the name of an SNAT entry',
    retry: ['IncorrectStatus.NATGW', 'OperationUnsupported.EipInBinding'],
    lag,
    request: () =>
      z.strictObject({
        RegionId: region,
        SnatTableId: id,
        SnatEntryId: id,
        SnatIp: addressPool.optional(),
        SnatEntryName: ruled(entryNameRule).optional(),
        ClientToken: clientToken,
        // Added since the document of 2020:
        NetworkInterfaceId: id.optional(),
        EipAffinity: whole(0, 1).optional(),
        DryRun: flag.optional(),
      }),
    answer: {},
  }),
  DescribeSnatTableEntries: read('DescribeSnatTableEntries', {
    summary: 'List SNAT entries',
    listing: 'SnatTableEntries',
    request: () =>
      z
        .strictObject({
          RegionId: region,
          SnatTableId: id.optional(),
          NatGatewayId: id.optional(),
          SnatEntryId: id.optional(),
          SourceVSwitchId: id.optional(),
          SourceCIDR: cidr.optional(),
          SnatIp: addressPool.optional(),
          SnatEntryName: ruled(entryNameRule).optional(),
          NetworkInterfaceIds: texts(1, 50).optional(),
          ...paging(50),
        })
        .refine(({ SnatTableId, NatGatewayId }) => given(SnatTableId) || given(NatGatewayId), {
          path: ['SnatTableId'],
          message: 'or NatGatewayId must be given',
        }),
    answer: {
      SnatTableEntries: list('SnatTableEntry', snatEntry),
      PageNumber: number,
      PageSize: number,
      TotalCount: number,
    },
  }),
  DeleteSnatEntry: write('DeleteSnatEntry', {
    summary: 'Delete an SNAT entry',
    retry: ['IncorretSnatEntryStatus', 'IncorrectStatus.NATGW', 'OperationConflict'],
    request: () =>
      z.strictObject({ RegionId: region, SnatTableId: id, SnatEntryId: id, ClientToken: clientToken }),
    answer: {},
  }),
};
