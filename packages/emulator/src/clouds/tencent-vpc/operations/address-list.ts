import * as z from 'zod';
import { MOST_RECOVERIES } from '../../../world/tencent-vpc/allocation.ts';
import { mostBandwidth } from '../../../world/tencent-vpc/eip.ts';
import type { Address } from '../../../world/tencent-vpc/model.ts';
import type { Region } from '../../../world/tencent-vpc/regions.ts';
import type { State } from '../../../world/tencent-vpc/state.ts';
import { coded } from '../../tencent/operation.ts';
import type { Call } from '../call.ts';
import { addressRecord, instanceOf, instanceType } from '../eip-records.ts';
import { idOf, listOf, someOf } from '../fields.ts';
import { type Filter, Listing, listFields, tagFilters, valuesOf } from '../listing.ts';
import { operation, type VpcOperation } from '../operation.ts';

const AddressIds = listOf(idOf('eip', 'InvalidParameterValue.AddressIdMalformed'));
const flag = (value: boolean) => [value ? 'TRUE' : 'FALSE'];
const some = (value: string | null | undefined) => (value ? [value] : []);

const listing = new Listing<Address>({
  filters: {
    'address-id': ({ id }) => [id],
    'address-name': ({ name }) => [name],
    'address-ip': (address) => [address.ip],
    'address-status': ({ state }) => [state],
    'instance-id': (address) => some(instanceOf(address)),
    'private-ip-address': ({ host }) => some(host?.ip),
    'network-interface-id': ({ host }) => some(host?.networkInterface.id),
    'is-arrears': ({ conditions }) => flag(conditions.has('arrears')),
    'instance-type': (address) => some(instanceType(address)),
    'address-type': () => ['EIP'],
    'address-isp': ({ carrier }) => [carrier],
    'dedicated-cluster-id': () => [],
    ...tagFilters,
  },
  mostValues: 100,
  codes: {
    unknownFilter: 'InvalidParameter.InvalidFilter',
    notFilters: 'InvalidParameter.InvalidFilter',
    valuesNotList: 'InvalidParameter.InvalidFilter',
    tooManyFilters: 'LimitExceeded.NumberOfFilters',
    range: 'InvalidParameterValue.LimitExceeded',
  },
});

const describe = operation(
  (scalars) =>
    z
      .strictObject({ AddressIds: AddressIds.optional(), ...listFields(scalars) })
      .refine(
        (input) => input.AddressIds === undefined || !namesIds(input.Filters),
        coded('InvalidParameter', 'give AddressIds or the filter address-id'),
      ),
  (call, input) => {
    const filters = listing.filters(input.Filters);
    const found = listing.page(candidates(call, filters, input.AddressIds), filters, input);
    return {
      AddressSet: found.items.map((address) => addressRecord(call.state, address)),
      TotalCount: found.total,
    };
  },
);

const namesIds = (filters: unknown) =>
  Array.isArray(filters) && filters.some((each) => each?.Name === 'address-id');

/** As few EIPs as hold all that match: those of the ids, of the IPs, or of the region. */
function candidates(
  { state, region }: Call,
  filters: readonly Filter[],
  ids = valuesOf(filters, 'address-id'),
): readonly Address[] {
  const ips = valuesOf(filters, 'address-ip');
  const named = ids?.map((id) => state.addresses.get(id)) ?? ips?.map((ip) => state.addressesByIp.get(ip));
  if (named === undefined) return state.addresses.in(region);
  return [...new Set(named)].flatMap((address) => (address?.region === region ? [address] : []));
}

function quotas(state: State, region: Region) {
  const { addressQuota } = state.settings;
  const row = (QuotaId: string, QuotaCurrent: number, QuotaLimit: number) => ({
    QuotaId,
    QuotaCurrent,
    QuotaLimit,
    QuotaGroup: region.name,
  });
  return [
    row('TOTAL_EIP_QUOTA', state.addresses.in(region).length, addressQuota),
    row('DAILY_EIP_APPLY', state.allocatedToday(region), 2 * addressQuota),
    row('MONTHLY_RECOVER_QUOTA', state.recoveredThisMonth(region), MOST_RECOVERIES),
    row('DAILY_PUBLIC_IP_ASSIGN', 0, 10),
  ];
}

const describeQuota = operation(
  () => z.strictObject({}),
  ({ state, region }) => ({ QuotaSet: quotas(state, region) }),
);

const describeAccountType = operation(
  () => z.strictObject({}),
  ({ state }) => ({ NetworkAccountType: state.settings.accountType }),
);

const describeRange = operation(
  () => z.strictObject({ AddressIds: someOf(idOf('eip', 'InvalidParameterValue.AddressIdMalformed')) }),
  ({ state, region }, input) => ({
    BandwidthRangeSet: input.AddressIds.map((id) => ({
      ResourceId: id,
      BandwidthLowerLimit: 1,
      BandwidthUpperLimit: mostBandwidth[state.address(region, id).chargeType],
    })),
  }),
  { 'eip-not-found': 'InvalidParameterValue.AddressNotFound' },
);

/** CNY an hour, as the documented sample has it; every charge type costs the same here. */
const PRICE = { UnitPrice: 0.8, ChargeUnit: 'HOUR', DiscountPrice: 0.8 };

const inquire = operation(
  ({ int }) =>
    z.strictObject({
      InternetChargeType: z.enum(['BANDWIDTH_POSTPAID_BY_HOUR', 'TRAFFIC_POSTPAID_BY_HOUR']),
      InternetMaxBandwidthOut: int
        .refine(
          (value) => value >= 1 && value <= mostBandwidth.TRAFFIC_POSTPAID_BY_HOUR,
          coded('InvalidParameterValue.BandwidthOutOfRange', 'it is out of range'),
        )
        .optional(),
      AddressType: z.literal('EIP').default('EIP'),
    }),
  () => ({ Price: { AddressPrice: PRICE } }),
);

export const addressListOperations: Readonly<Record<string, VpcOperation>> = {
  DescribeAddresses: describe,
  DescribeAddressQuota: describeQuota,
  DescribeNetworkAccountType: describeAccountType,
  DescribeAddressBandwidthRange: describeRange,
  InquiryPriceAllocateAddresses: inquire,
};
