/** Internet Shared Bandwidth (common bandwidth packages). https://www.alibabacloud.com/help/en/internet-shared-bandwidth/ */

import { codes } from '@polynat/adapter-kit';
import * as z from 'zod';
import { flag as bool, id as identity, list, number, record, text } from './answer.ts';
import { read, write, writeWithToken } from './operation.ts';
import {
  clientToken,
  descriptionRule,
  flag,
  given,
  id,
  nameRule,
  oneOf,
  paging,
  region,
  ruled,
  tags,
  texts,
  whole,
} from './schema.ts';

const retry = codes`
  BandwidthPackageOperation.conflict OperationConflict LastTokenProcessing SystemBusy ServiceUnavailable
  TaskConflict IncorrectStatus.Eip OperationFailed.DistibuteLock EipOperation.TooFrequently
`;

/** In Mbit/s; which part of it is sold depends on the way of paying and on the site. */
const bandwidth = whole(1, 20_000);

const commonBandwidthPackage = record({
  BandwidthPackageId: identity,
  Name: text,
  Description: text,
  RegionId: text,
  Zone: text,
  ISP: text,
  /** Text on the wire. */
  Bandwidth: number,
  Ratio: number,
  InstanceChargeType: text,
  InternetChargeType: text,
  BusinessStatus: text,
  Status: text,
  DeletionProtection: bool,
  CreationTime: text,
  ExpiredTime: text,
  ResourceGroupId: text,
  PublicIpAddresses: list(
    ['PublicIpAddresse', 'PublicIpAddress'],
    record({ AllocationId: identity, IpAddress: text, BandwidthPackageIpRelationStatus: text }),
  ),
  Tags: list('Tag', record({ Key: identity, Value: text })),
});

const named = { RegionId: region, BandwidthPackageId: id };

export const sharedBandwidthOperations = {
  CreateCommonBandwidthPackage: writeWithToken('CreateCommonBandwidthPackage', {
    summary: 'Create shared bandwidth; billing starts immediately',
    retry,
    request: () =>
      z.strictObject({
        RegionId: region,
        Bandwidth: bandwidth,
        InternetChargeType: oneOf(
          'PayByBandwidth',
          'PayBy95',
          'PayByDominantTraffic',
          'PayByTraffic',
        ).optional(),
        Ratio: whole(20, 20).optional(),
        ISP: id.optional(),
        Name: ruled(nameRule).optional(),
        Description: ruled(descriptionRule).optional(),
        Zone: id.optional(),
        SecurityProtectionTypes: texts(1, 10).optional(),
        ResourceGroupId: id.optional(),
        Tag: tags.optional(),
        ClientToken: clientToken,
      }),
    answer: { BandwidthPackageId: text, ResourceGroupId: text },
  }),
  DescribeCommonBandwidthPackages: read('DescribeCommonBandwidthPackages', {
    summary: 'List shared bandwidths and their elastic IPs',
    listing: 'CommonBandwidthPackages',
    request: () =>
      z.strictObject({
        RegionId: region,
        BandwidthPackageId: id.optional(),
        Name: id.optional(),
        ResourceGroupId: id.optional(),
        IncludeReservationData: flag.optional(),
        SecurityProtectionEnabled: flag.optional(),
        Tag: tags.optional(),
        ...paging(50),
        DryRun: flag.optional(),
      }),
    answer: {
      CommonBandwidthPackages: list('CommonBandwidthPackage', commonBandwidthPackage),
      PageNumber: number,
      PageSize: number,
      TotalCount: number,
    },
  }),
  AddCommonBandwidthPackageIp: writeWithToken('AddCommonBandwidthPackageIp', {
    summary: 'Let an elastic IP draw from shared bandwidth',
    retry,
    request: () =>
      z.strictObject({
        ...named,
        IpInstanceId: id,
        IpType: oneOf('EIP').optional(),
        DryRun: flag.optional(),
        ClientToken: clientToken,
      }),
    answer: {},
  }),
  AddCommonBandwidthPackageIps: writeWithToken('AddCommonBandwidthPackageIps', {
    summary: 'Let up to ten elastic IPs draw from shared bandwidth',
    retry,
    request: () =>
      z.strictObject({
        ...named,
        IpInstanceIds: texts(1, 10),
        IpType: oneOf('EIP').optional(),
        ClientToken: clientToken,
      }),
    answer: {},
  }),
  RemoveCommonBandwidthPackageIp: writeWithToken('RemoveCommonBandwidthPackageIp', {
    summary: 'Take an elastic IP out of shared bandwidth',
    retry,
    request: () =>
      z.strictObject({ ...named, IpInstanceId: id, DryRun: flag.optional(), ClientToken: clientToken }),
    answer: {},
  }),
  ModifyCommonBandwidthPackageAttribute: write('ModifyCommonBandwidthPackageAttribute', {
    summary: 'Change the name, the description or both of shared bandwidth',
    retry,
    request: () =>
      z
        .strictObject({
          ...named,
          Name: ruled(nameRule).optional(),
          Description: ruled(descriptionRule).optional(),
        })
        .refine(({ Name, Description }) => given(Name) || given(Description), {
          path: ['Name'],
          message: 'or Description must be given',
        }),
    answer: {},
  }),
  ModifyCommonBandwidthPackageSpec: write('ModifyCommonBandwidthPackageSpec', {
    summary: 'Change the Mbit/s of shared bandwidth',
    retry,
    request: () => z.strictObject({ ...named, Bandwidth: bandwidth }),
    answer: {},
  }),
  DeleteCommonBandwidthPackage: write('DeleteCommonBandwidthPackage', {
    summary: 'Delete shared bandwidth; with Force its elastic IPs leave it first',
    retry,
    request: () => z.strictObject({ ...named, Force: flag.optional() }),
    answer: {},
  }),
};
