import { id, list, number, text, truth } from '@polynat/adapter-kit';
import * as z from 'zod';
import { read, write, writeWithToken } from './operation.ts';
import {
  eipId,
  filteredPage,
  flag,
  text as given,
  integer,
  ip,
  ips,
  packageId,
  some,
  tags,
} from './schema.ts';

const eipModel = z.looseObject({
  AddressId: id,
  AddressIp: text,
  AddressName: text,
  AddressStatus: text,
  InstanceId: text,
  InstanceType: text,
  Bandwidth: number,
  InternetChargeType: text,
  BandwidthPackageId: text,
  IsArrears: truth,
  IsBlocked: truth,
});
export type EipModel = z.output<typeof eipModel>;

const AddressIds = some(eipId);
const task = { TaskId: text };
const price = { Price: z.looseObject({}).optional() };
const chargeTypes = [
  'BANDWIDTH_POSTPAID_BY_HOUR',
  'BANDWIDTH_PREPAID_BY_MONTH',
  'TRAFFIC_POSTPAID_BY_HOUR',
] as const;
const chargeType = z.enum([...chargeTypes, 'BANDWIDTH_PACKAGE']);
const carrier = z.enum(['BGP', 'CMCC', 'CTCC', 'CUCC']);
const addressType = z.enum(['EIP', 'AnycastEIP', 'HighQualityEIP', 'AntiDDoSEIP', 'ResidentialEIP']);
const prepaid = z.strictObject({ Period: integer, AutoRenewFlag: integer.optional() });

/** https://cloud.tencent.com/document/api/215/16699 and its neighbours. NAT gateways attach theirs with operations of their own. */
export const addressOperations = {
  AllocateAddresses: writeWithToken('AllocateAddresses', {
    summary: 'Allocate EIPs; billing starts immediately',
    request: () =>
      z.strictObject({
        AddressCount: integer.optional(),
        InternetServiceProvider: carrier.optional(),
        InternetChargeType: chargeType.optional(),
        InternetMaxBandwidthOut: integer.optional(),
        AddressChargePrepaid: prepaid.optional(),
        AddressType: addressType.optional(),
        VipCluster: ips.optional(),
        Tags: tags.optional(),
        BandwidthPackageId: packageId.optional(),
        AddressName: given.optional(),
        Egress: given.optional(),
        ClientToken: z
          .string()
          .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 ASCII characters')
          .optional(),
      }),
    answer: () => ({ AddressSet: list(id), ...task }),
  }),
  DescribeAddresses: read('DescribeAddresses', {
    summary: 'List EIPs',
    listing: 'AddressSet',
    request: () => z.strictObject({ AddressIds: AddressIds.optional(), ...filteredPage }),
    answer: () => ({ AddressSet: list(eipModel), TotalCount: number }),
  }),
  AssociateAddress: write('AssociateAddress', {
    summary: 'Attach an EIP to a server or a network interface',
    request: () =>
      z.strictObject({
        AddressId: eipId,
        InstanceId: given.optional(),
        NetworkInterfaceId: given.optional(),
        PrivateIpAddress: ip.optional(),
        EipDirectConnection: flag.optional(),
      }),
    answer: () => task,
  }),
  DisassociateAddress: write('DisassociateAddress', {
    summary: 'Detach an EIP from a server or a network interface',
    request: () => z.strictObject({ AddressId: eipId, ReallocateNormalPublicIp: flag.optional() }),
    answer: () => task,
  }),
  ReleaseAddresses: write('ReleaseAddresses', {
    summary: 'Release EIPs',
    request: () => z.strictObject({ AddressIds }),
    answer: () => task,
  }),
  ModifyAddressAttribute: write('ModifyAddressAttribute', {
    summary: 'Rename an EIP',
    request: () =>
      z.strictObject({
        AddressId: eipId,
        AddressName: given.optional(),
        EipDirectConnection: z.enum(['TRUE', 'FALSE']).optional(),
      }),
  }),
  ModifyAddressesBandwidth: write('ModifyAddressesBandwidth', {
    summary: 'Change the bandwidth of EIPs',
    request: () => z.strictObject({ AddressIds, InternetMaxBandwidthOut: integer }),
    answer: () => task,
  }),
  ModifyAddressInternetChargeType: write('ModifyAddressInternetChargeType', {
    summary: 'Change how an EIP is billed; possible twice',
    request: () =>
      z.strictObject({
        AddressId: eipId,
        InternetChargeType: z.enum(chargeTypes),
        InternetMaxBandwidthOut: integer,
        AddressChargePrepaid: prepaid.optional(),
      }),
  }),
  DescribeAddressQuota: read('DescribeAddressQuota', {
    summary: 'Read the quotas of EIPs and what is used of them',
    listing: 'QuotaSet',
    request: () => z.strictObject({}),
    answer: () => ({
      QuotaSet: list(z.looseObject({ QuotaId: id, QuotaCurrent: number, QuotaLimit: number })),
    }),
  }),
  DescribeNetworkAccountType: read('DescribeNetworkAccountType', {
    summary: 'Read whether traffic is billed at the EIP (STANDARD) or at the gateway (LEGACY)',
    request: () => z.strictObject({}),
    answer: () => ({ NetworkAccountType: text }),
  }),
  DescribeAddressBandwidthRange: read('DescribeAddressBandwidthRange', {
    summary: 'Read which bandwidths EIPs can have',
    listing: 'BandwidthRangeSet',
    request: () => z.strictObject({ AddressIds: AddressIds.max(20) }),
    answer: () => ({ BandwidthRangeSet: list(z.looseObject({ ResourceId: id })) }),
  }),
  InquiryPriceAllocateAddresses: read('InquiryPriceAllocateAddresses', {
    summary: 'Read the price of a new EIP',
    request: () =>
      z.strictObject({
        InternetChargeType: z.enum(chargeTypes),
        InternetMaxBandwidthOut: integer.optional(),
        AddressChargePrepaid: prepaid.optional(),
        AddressType: addressType.optional(),
      }),
    answer: () => price,
  }),
  DescribeTaskResult: read('DescribeTaskResult', {
    summary: 'Read how a task of an EIP stands',
    request: () => z.strictObject({ TaskId: integer.optional(), DealName: given.optional() }),
    answer: () => ({ TaskId: number, Result: text }),
  }),
  DescribeVpcTaskResult: read('DescribeVpcTaskResult', {
    summary: 'Read how a task of a NAT gateway stands, by the request id of the write',
    request: () => z.strictObject({ TaskId: given }),
    answer: () => ({
      Status: text,
      Output: text,
      Result: list(z.looseObject({ ResourceId: text, Status: text })),
    }),
  }),
};
