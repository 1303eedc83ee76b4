/** NAT bandwidth packages: only accounts that had one before 2017-11-03 may call these. Everybody else binds elastic IPs. */

import { codes } from '@polynat/adapter-kit';
import * as z from 'zod';
import { id as identity, list, number, record, spelled, text } from './answer.ts';
import { read, write, writeWithToken } from './operation.ts';
import {
  clientToken,
  descriptionRule,
  flag,
  given,
  id,
  ipv4,
  nameRule,
  oneOf,
  paging,
  region,
  ruled,
  texts,
  whole,
} from './schema.ts';

/** Mbit/s. Listings may tell more: the same document says 5 to 5000 there. */
const bandwidth = whole(5, 1000);
const ipCount = whole(1, 50);

const retry = codes`
  BandwidthPackageOperation.conflict OperationConflict LastTokenProcessing IncorrectStatus SystemBusy
  ServiceUnavailable TaskConflict EipOperation.TooFrequently IncorrectStatus.Eip
`;
const bandwidthPackage = record({
  BandwidthPackageId: identity,
  Name: text,
  Description: text,
  NatGatewayId: text,
  RegionId: text,
  ZoneId: text,
  ISP: text,
  Bandwidth: number,
  IpCount: number,
  InstanceChargeType: text,
  InternetChargeType: text,
  BusinessStatus: text,
  Status: text,
  CreationTime: text,
  // Spelled the first way in the document, the second in the SDKs; the third is what both mean.
  PublicIpAddresses: list(
    ['PublicIpAdresse', 'PublicIpAddresse', 'PublicIpAddress'],
    record({ IpAddress: identity, AllocationId: text, UsingStatus: text }),
  ),
});
export const bandwidthOperations = {
  CreateBandwidthPackage: writeWithToken('CreateBandwidthPackage', {
    summary: 'Create a NAT bandwidth package',
    retry,
    request: () =>
      z.strictObject({
        RegionId: region,
        NatGatewayId: id,
        Bandwidth: bandwidth,
        IpCount: ipCount,
        Name: ruled(nameRule).optional(),
        Description: ruled(descriptionRule).optional(),
        ISP: oneOf('BGP').optional(),
        InternetChargeType: oneOf('PayByTraffic', 'PayByBandwidth').optional(),
        Zone: id.optional(),
        ClientToken: clientToken,
      }),
    answer: { BandwidthPackageId: text },
  }),
  DescribeBandwidthPackages: read('DescribeBandwidthPackages', {
    summary: 'List NAT bandwidth packages',
    listing: 'BandwidthPackages',
    request: () =>
      z.strictObject({
        RegionId: region,
        BandwidthPackageId: id.optional(),
        NatGatewayId: id.optional(),
        ...paging(50),
      }),
    answer: {
      BandwidthPackages: list('BandwidthPackage', bandwidthPackage),
      PageNumber: number,
      PageSize: number,
      TotalCount: number,
    },
  }),
  ModifyBandwidthPackageAttribute: write('ModifyBandwidthPackageAttribute', {
    summary: 'Change the name, the description or both of a NAT bandwidth package',
    retry,
    request: () =>
      z
        .strictObject({
          RegionId: region,
          BandwidthPackageId: id,
          Name: ruled(nameRule).optional(),
          Description: ruled(descriptionRule).optional(),
        })
        .refine(({ Name, Description }) => given(Name) || given(Description), {
          path: ['Name'],
          message: 'or Description must be given',
        }),
    answer: {},
  }),
  ModifyBandwidthPackageSpec: write('ModifyBandwidthPackageSpec', {
    summary: 'Change the bandwidth of a NAT bandwidth package',
    retry,
    request: () => z.strictObject({ RegionId: region, BandwidthPackageId: id, Bandwidth: bandwidth }),
    answer: {},
  }),
  AddBandwidthPackageIps: writeWithToken('AddBandwidthPackageIps', {
    summary: 'Add public addresses to a NAT bandwidth package',
    retry,
    request: () =>
      z.strictObject({
        RegionId: region,
        BandwidthPackageId: id,
        // How many to add, not how many there shall be.
        IpCount: ipCount,
        ClientToken: clientToken,
      }),
    answer: {},
  }),
  RemoveBandwidthPackageIps: writeWithToken('RemoveBandwidthPackageIps', {
    summary: 'Remove public addresses from a NAT bandwidth package',
    retry,
    request: () =>
      z.strictObject({
        RegionId: region,
        BandwidthPackageId: id,
        // Addresses, although the document calls them ids.
        RemovedIpAddresses: texts(1, 20).pipe(z.array(ipv4)),
        ClientToken: clientToken,
      }),
    answer: {},
  }),
  DeleteBandwidthPackage: write('DeleteBandwidthPackage', {
    summary: 'Delete a NAT bandwidth package',
    retry,
    request: () => z.strictObject({ RegionId: region, BandwidthPackageId: id, Force: flag.optional() }),
    answer: {},
  }),
  ConvertBandwidthPackage: writeWithToken('ConvertBandwidthPackage', {
    summary: 'Turn a NAT bandwidth package into a shared one and its addresses into elastic IPs',
    retry,
    request: () => z.strictObject({ RegionId: region, BandwidthPackageId: id, ClientToken: clientToken }),
    answer: { ConvertInstanceId: spelled(text, 'ConvertInstanceid') },
  }),
};
