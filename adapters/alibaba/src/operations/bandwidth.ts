/** NAT bandwidth packages: only accounts that had one before 2017-11-03 may call these. Everybody else binds elastic IPs. */
import * as z from 'zod';
import { answer, id as identity, list, number, record, spelled, text } from './answer.ts';
import { operation } from './operation.ts';
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

const retry = [
  'BandwidthPackageOperation.conflict',
  'OperationConflict',
  'LastTokenProcessing',
  'IncorrectStatus',
  'SystemBusy',
  'ServiceUnavailable',
  'TaskConflict',
  'EipOperation.TooFrequently',
  'IncorrectStatus.Eip',
];

const CreateBandwidthPackage = operation({
  name: 'CreateBandwidthPackage',
  summary: 'Create a NAT bandwidth package',
  repeat: 'token',
  retry,
  request: z.strictObject({
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
  response: answer({ BandwidthPackageId: text }),
});

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

const DescribeBandwidthPackages = operation({
  name: 'DescribeBandwidthPackages',
  summary: 'List NAT bandwidth packages',
  repeat: 'read',
  listing: 'BandwidthPackages',
  request: z.strictObject({
    RegionId: region,
    BandwidthPackageId: id.optional(),
    NatGatewayId: id.optional(),
    ...paging(50),
  }),
  response: answer({
    BandwidthPackages: list('BandwidthPackage', bandwidthPackage),
    PageNumber: number,
    PageSize: number,
    TotalCount: number,
  }),
});

const ModifyBandwidthPackageAttribute = operation({
  name: 'ModifyBandwidthPackageAttribute',
  summary: 'Change the name, the description or both of a NAT bandwidth package',
  repeat: 'once',
  retry,
  request: z
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
  response: answer({}),
});

const ModifyBandwidthPackageSpec = operation({
  name: 'ModifyBandwidthPackageSpec',
  summary: 'Change the bandwidth of a NAT bandwidth package',
  repeat: 'once',
  retry,
  request: z.strictObject({ RegionId: region, BandwidthPackageId: id, Bandwidth: bandwidth }),
  response: answer({}),
});

const AddBandwidthPackageIps = operation({
  name: 'AddBandwidthPackageIps',
  summary: 'Add public addresses to a NAT bandwidth package',
  repeat: 'token',
  retry,
  request: z.strictObject({
    RegionId: region,
    BandwidthPackageId: id,
    // How many to add, not how many there shall be.
    IpCount: ipCount,
    ClientToken: clientToken,
  }),
  response: answer({}),
});

const RemoveBandwidthPackageIps = operation({
  name: 'RemoveBandwidthPackageIps',
  summary: 'Remove public addresses from a NAT bandwidth package',
  repeat: 'token',
  retry,
  request: z.strictObject({
    RegionId: region,
    BandwidthPackageId: id,
    // Addresses, although the document calls them ids.
    RemovedIpAddresses: texts(1, 20).pipe(z.array(ipv4)),
    ClientToken: clientToken,
  }),
  response: answer({}),
});

const DeleteBandwidthPackage = operation({
  name: 'DeleteBandwidthPackage',
  summary: 'Delete a NAT bandwidth package',
  repeat: 'once',
  retry,
  request: z.strictObject({ RegionId: region, BandwidthPackageId: id, Force: flag.optional() }),
  response: answer({}),
});

const ConvertBandwidthPackage = operation({
  name: 'ConvertBandwidthPackage',
  summary: 'Turn a NAT bandwidth package into a shared one and its addresses into elastic IPs',
  repeat: 'token',
  retry,
  request: z.strictObject({ RegionId: region, BandwidthPackageId: id, ClientToken: clientToken }),
  response: answer({ ConvertInstanceId: spelled(text, 'ConvertInstanceid') }),
});

export const bandwidthOperations = {
  CreateBandwidthPackage,
  DescribeBandwidthPackages,
  ModifyBandwidthPackageAttribute,
  ModifyBandwidthPackageSpec,
  AddBandwidthPackageIps,
  RemoveBandwidthPackageIps,
  DeleteBandwidthPackage,
  ConvertBandwidthPackage,
};
