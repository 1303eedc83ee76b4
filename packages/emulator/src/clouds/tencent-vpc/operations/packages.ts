import * as z from 'zod';
import type { Address, BandwidthPackage } from '../../../world/tencent-vpc/model.ts';
import {
  addToPackage,
  changePackage,
  createPackages,
  deletePackage,
  mostPackages,
  packageIn,
  removeFromPackage,
} from '../../../world/tencent-vpc/packages.ts';
import { text } from '../../tencent/operation.ts';
import { memberRecord, packageRecord } from '../eip-records.ts';
import { idOf, listOf, someOf, tags, within } from '../fields.ts';
import { Listing, listFields, tagFilters } from '../listing.ts';
import { done, operation, type VpcOperation } from '../operation.ts';

const BandwidthPackageId = idOf('bwp', 'InvalidParameterValue.BandwidthPackageIdMalformed');
const ResourceIds = someOf(idOf('eip', 'InvalidParameterValue.ResourceIdMalformed'));
const networkTypes = ['BGP', 'SINGLEISP_CMCC', 'SINGLEISP_CTCC', 'SINGLEISP_CUCC'] as const;
const chargeTypes = [
  'ENHANCED95_POSTPAID_BY_MONTH',
  'PRIMARY_TRAFFIC_POSTPAID_BY_HOUR',
  'BANDWIDTH_POSTPAID_BY_DAY',
  'PEAK_BANDWIDTH_POSTPAID_BY_DAY',
  'TOP5_POSTPAID_BY_MONTH',
] as const;

const create = operation(
  (scalars) =>
    z.strictObject({
      NetworkType: z.enum(networkTypes).default('BGP'),
      ChargeType: z.enum(chargeTypes).default('ENHANCED95_POSTPAID_BY_MONTH'),
      BandwidthPackageName: text.default('unnamed'),
      BandwidthPackageCount: within(scalars, 1, 20, 'InvalidParameterValue.Range').default(1),
      InternetMaxBandwidth: within(scalars, -1, 100_000, 'InvalidParameterValue.Range').default(-1),
      Tags: tags,
      Protocol: z.literal('ipv4').default('ipv4'),
      Egress: z.literal('center_egress1').optional(),
    }),
  ({ state, region }, input) => {
    const ids = createPackages(state, region, {
      name: input.BandwidthPackageName,
      networkType: input.NetworkType,
      chargeType: input.ChargeType,
      bandwidth: input.InternetMaxBandwidth,
      count: input.BandwidthPackageCount,
      tags: input.Tags,
    });
    return { BandwidthPackageId: ids[0], BandwidthPackageIds: ids };
  },
  { 'no-funds': 'FailedOperation.BalanceInsufficient' },
);

const listingCodes = {
  unknownFilter: 'InvalidParameter.InvalidFilter',
  notFilters: 'InvalidParameter.InvalidFilter',
  valuesNotList: 'InvalidParameter.InvalidFilter',
  tooManyFilters: 'InvalidParameter.InvalidFilter',
  tooManyValues: 'InvalidParameter.InvalidFilter',
  coexist: 'InvalidParameterValue',
  range: 'InvalidParameterValue',
} as const;

const listing = new Listing<BandwidthPackage>({
  filters: {
    'bandwidth-package-id': ({ id }) => [id],
    'bandwidth-package-name': ({ name }) => [name],
    'network-type': ({ networkType }) => [networkType],
    'charge-type': ({ chargeType }) => [chargeType],
    'resource.resource-type': ({ addresses }) => (addresses.size > 0 ? ['Address'] : []),
    'resource.resource-id': ({ addresses }) => [...addresses].map(({ id }) => id),
    'resource.address-ip': ({ addresses }) => [...addresses].map(({ ip }) => ip),
    ...tagFilters,
  },
  codes: listingCodes,
});

const describe = operation(
  (scalars) =>
    z.strictObject({ BandwidthPackageIds: listOf(BandwidthPackageId).optional(), ...listFields(scalars) }),
  ({ state, region }, input) => {
    const ids = input.BandwidthPackageIds;
    const filters = listing.filters(input.Filters, ids);
    const all = state.packages.in(region);
    const found = listing.page(
      ids === undefined ? all : all.filter(({ id }) => ids.includes(id)),
      filters,
      input,
    );
    return { BandwidthPackageSet: found.items.map(packageRecord), TotalCount: found.total };
  },
);

const add = operation(
  ({ int }) =>
    z.strictObject({
      ResourceIds,
      BandwidthPackageId,
      NetworkType: z.enum(networkTypes).optional(),
      ResourceType: z.literal('Address').default('Address'),
      Protocol: z.literal('ipv4').default('ipv4'),
      InternetMaxBandwidthOut: int.optional(),
    }),
  ({ state, region }, input) => {
    addToPackage(state, region, { packageId: input.BandwidthPackageId, addressIds: input.ResourceIds });
    return done;
  },
  { 'eip-charge-type': 'UnsupportedOperation.InvalidResourceInternetChargeType' },
);

const remove = operation(
  ({ int }) =>
    z.strictObject({
      ResourceIds,
      BandwidthPackageId,
      ResourceType: z.literal('Address').default('Address'),
      InternetMaxBandwidthOut: int.optional(),
      InternetChargeType: z
        .enum(['TRAFFIC_POSTPAID_BY_HOUR', 'BANDWIDTH_POSTPAID_BY_HOUR'])
        .default('TRAFFIC_POSTPAID_BY_HOUR'),
    }),
  ({ state, region }, input) => {
    const members = { packageId: input.BandwidthPackageId, addressIds: input.ResourceIds };
    removeFromPackage(state, region, members, input.InternetChargeType);
    return done;
  },
);

const drop = operation(
  () => z.strictObject({ BandwidthPackageId }),
  ({ state, region }, input) => {
    deletePackage(state, region, input.BandwidthPackageId);
    return done;
  },
);

/** The name is left as it is when it is not given; so is the charge type. */
const modify = operation(
  () =>
    z.strictObject({
      BandwidthPackageId,
      BandwidthPackageName: text.optional(),
      ChargeType: z.enum(chargeTypes).optional(),
    }),
  ({ state, region }, input) => {
    changePackage(state, region, {
      packageId: input.BandwidthPackageId,
      name: input.BandwidthPackageName,
      chargeType: input.ChargeType,
    });
    return done;
  },
);

const resize = operation(
  (scalars) =>
    z.strictObject({
      BandwidthPackageId,
      InternetMaxBandwidth: within(scalars, -1, 100_000, 'InvalidParameterValue.Range'),
    }),
  ({ state, region }, input) => {
    changePackage(state, region, {
      packageId: input.BandwidthPackageId,
      bandwidth: input.InternetMaxBandwidth,
    });
    return done;
  },
);

const memberListing = new Listing<Address>({
  filters: { 'resource-id': ({ id }) => [id], 'resource-type': () => ['Address'] },
  codes: listingCodes,
});

const describeMembers = operation(
  (scalars) => z.strictObject({ BandwidthPackageId, ...listFields(scalars) }),
  ({ state, region }, input) => {
    const { addresses } = packageIn(state, region, input.BandwidthPackageId);
    const found = memberListing.page([...addresses], memberListing.filters(input.Filters, undefined), input);
    return { ResourceSet: found.items.map(memberRecord), TotalCount: found.total };
  },
);

const describeQuota = operation(
  () => z.strictObject({}),
  ({ state, region }) => {
    const owned = state.packages.in(region);
    return {
      QuotaSet: [{ QuotaId: 'TOTAL_BANDWIDTHPKG_NUM', QuotaCurrent: owned.length, QuotaLimit: mostPackages }],
    };
  },
);

/** Shared bandwidth, of which a gateway's EIPs may be a part. */
export const packageOperations: Readonly<Record<string, VpcOperation>> = {
  CreateBandwidthPackage: create,
  DescribeBandwidthPackages: describe,
  AddBandwidthPackageResources: add,
  RemoveBandwidthPackageResources: remove,
  DeleteBandwidthPackage: drop,
  ModifyBandwidthPackageAttribute: modify,
  ModifyBandwidthPackageBandwidth: resize,
  DescribeBandwidthPackageResources: describeMembers,
  DescribeBandwidthPackageQuota: describeQuota,
};
