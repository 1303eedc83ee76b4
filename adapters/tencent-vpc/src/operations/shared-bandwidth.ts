import { id, list, number, text } from '@polynat/adapter-kit';
import * as z from 'zod';
import { read, write } from './operation.ts';
import {
  apart,
  filteredPage,
  text as given,
  integer,
  notApart,
  packageId,
  some,
  tags,
  texts,
} from './schema.ts';

const resource = z.looseObject({ ResourceType: text, ResourceId: id, AddressIp: text });

const packageModel = z.looseObject({
  BandwidthPackageId: id,
  BandwidthPackageName: text,
  NetworkType: text,
  ChargeType: text,
  /** Mbit/s; -1 where nothing limits it. */
  Bandwidth: number,
  Status: text,
  CreatedTime: text,
  Deadline: text,
  Egress: text,
  ResourceSet: list(resource),
});
export type PackageModel = z.output<typeof packageModel>;

const mbps = z.union([z.literal(-1), z.literal('-1').transform(() => -1), integer]);
const ResourceIds = texts.min(1, 'must name at least one');

/** https://cloud.tencent.com/document/api/215/19209 and its neighbours. None takes an idempotency token. */
export const sharedBandwidthOperations = {
  CreateBandwidthPackage: write('CreateBandwidthPackage', {
    summary: 'Create shared bandwidth; billing starts immediately',
    request: () =>
      z.strictObject({
        NetworkType: given.optional(),
        ChargeType: given.optional(),
        BandwidthPackageName: given.optional(),
        BandwidthPackageCount: integer.optional(),
        InternetMaxBandwidth: mbps.optional(),
        Tags: tags.optional(),
        Protocol: given.optional(),
        TimeSpan: integer.optional(),
        Egress: given.optional(),
      }),
    answer: () => ({ BandwidthPackageId: text, BandwidthPackageIds: list(z.string()) }),
  }),
  DescribeBandwidthPackages: read('DescribeBandwidthPackages', {
    summary: 'List shared bandwidths and their EIPs',
    listing: 'BandwidthPackageSet',
    request: () =>
      z
        .strictObject({ BandwidthPackageIds: some(packageId).optional(), ...filteredPage })
        .refine(apart('BandwidthPackageIds'), notApart('BandwidthPackageIds')),
    answer: () => ({ BandwidthPackageSet: list(packageModel), TotalCount: number }),
  }),
  DescribeBandwidthPackageResources: read('DescribeBandwidthPackageResources', {
    summary: 'List what draws from a shared bandwidth',
    listing: 'ResourceSet',
    request: () => z.strictObject({ BandwidthPackageId: packageId, ...filteredPage }),
    answer: () => ({ ResourceSet: list(resource), TotalCount: number }),
  }),
  DescribeBandwidthPackageQuota: read('DescribeBandwidthPackageQuota', {
    summary: 'Read the quotas of shared bandwidth and what is used of them',
    listing: 'QuotaSet',
    request: () => z.strictObject({}),
    answer: () => ({
      QuotaSet: list(z.looseObject({ QuotaId: id, QuotaCurrent: number, QuotaLimit: number })),
    }),
  }),
  ModifyBandwidthPackageAttribute: write('ModifyBandwidthPackageAttribute', {
    summary: 'Rename shared bandwidth, or change how it is billed',
    request: () =>
      z.strictObject({
        BandwidthPackageId: packageId,
        BandwidthPackageName: given.optional(),
        ChargeType: given.optional(),
      }),
  }),
  ModifyBandwidthPackageBandwidth: write('ModifyBandwidthPackageBandwidth', {
    summary: 'Change the Mbit/s of shared bandwidth',
    request: () => z.strictObject({ BandwidthPackageId: packageId, InternetMaxBandwidth: mbps }),
  }),
  AddBandwidthPackageResources: write('AddBandwidthPackageResources', {
    summary: 'Let EIPs draw from a shared bandwidth',
    request: () =>
      z.strictObject({
        ResourceIds,
        BandwidthPackageId: packageId,
        NetworkType: given.optional(),
        ResourceType: given.optional(),
        Protocol: given.optional(),
      }),
  }),
  RemoveBandwidthPackageResources: write('RemoveBandwidthPackageResources', {
    summary: 'Take EIPs out of a shared bandwidth',
    request: () =>
      z.strictObject({ ResourceIds, BandwidthPackageId: packageId, ResourceType: given.optional() }),
  }),
  DeleteBandwidthPackage: write('DeleteBandwidthPackage', {
    summary: 'Delete a shared bandwidth without EIPs',
    request: () => z.strictObject({ BandwidthPackageId: packageId }),
  }),
};
