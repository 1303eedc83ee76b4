import { standingOfAddress } from '../../../world/alibaba/addresses.ts';
import { pageOf } from '../../../world/alibaba/listing.ts';
import type { Address } from '../../../world/alibaba/model.ts';
import { confirm } from '../../../world/alibaba/work.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { malformed, unsupported } from '../parameters.ts';
import { printExpiry, printTime } from '../print.ts';
import type { Fields } from '../wire.ts';
import { instanceTypes } from './addresses.ts';
import { allOf, equal } from './filters.ts';
import { pageFields, pageRequest } from './pages.ts';
import { tagFilter } from './tag-parameters.ts';

export const describeEipAddresses = operation({
  name: 'DescribeEipAddresses',
  parameters: {
    ...rules.region,
    AllocationId: rules.text(),
    EipAddress: rules.text(),
    EipName: rules.text(),
    Status: rules.oneOf('Associating', 'Unassociating', 'InUse', 'Available', 'Releasing'),
    AssociatedInstanceType: rules.oneOf(...instanceTypes),
    AssociatedInstanceId: rules.text(),
    ChargeType: rules.oneOf(...rules.chargeTypes),
    ISP: rules.text(),
    ResourceGroupId: rules.text(),
    LockReason: rules.oneOf('financial', 'security'),
    SegmentInstanceId: rules.text(),
    PublicIpAddressPoolId: rules.text(),
    Filter: rules.objects(2),
    Tag: rules.objects(20),
    ...rules.dryRun,
    PageNumber: rules.integer(1),
    PageSize: rules.integer(1, 100),
  },
  run({ world, call }, given) {
    confirm(call);
    const keep = allOf<Address>(
      oneOfMany(given.AllocationId, ({ id }) => id),
      oneOfMany(given.EipAddress, ({ ip }) => ip),
      equal(given.EipName, ({ name }) => name),
      equal(given.Status, ({ status }) => status),
      equal(given.AssociatedInstanceType, ({ gatewayId }) => (gatewayId === undefined ? undefined : 'Nat')),
      equal(given.AssociatedInstanceId, ({ gatewayId }) => gatewayId),
      equal(given.ChargeType, ({ chargeType }) => chargeType),
      equal(given.ISP, ({ isp }) => isp),
      equal(given.ResourceGroupId, ({ resourceGroupId }) => resourceGroupId),
      equal(given.LockReason, (address) => lockReasonOf(world, address)),
      // No EIP comes in a run of consecutive addresses or from a pool here.
      equal(given.SegmentInstanceId, () => undefined),
      equal(given.PublicIpAddressPoolId, () => undefined),
      creationFilter(given.Filter),
      tagFilter(given.Tag),
    );
    const page = pageOf(candidates(world, given), pageRequest(given), keep);
    const records = page.items.map((address) => describeAddress(world, address));
    return { ...pageFields(page), EipAddresses: { EipAddress: records } };
  },
});

function lockReasonOf(world: World, address: Address): 'financial' | undefined {
  return standingOfAddress(world, address) === 'Normal' ? undefined : 'financial';
}

const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/;

/** `Filter.N.Key` CreationStartTime or CreationEndTime with a `Value` such as 2020-09-25T08:00Z; both ends count. */
function creationFilter(filters: readonly Readonly<Record<string, string>>[] = []) {
  if (filters.length === 0) return undefined;
  const bounds = filters.map(({ Key, Value = '' }) => {
    if (Key !== 'CreationStartTime' && Key !== 'CreationEndTime') return unsupported('Filter.Key');
    const moment = MINUTE.test(Value) ? Date.parse(Value) : Number.NaN;
    return Number.isNaN(moment)
      ? malformed('Filter.Value')
      : { isStart: Key === 'CreationStartTime', moment };
  });
  return ({ created }: Address) => {
    const minute = Math.floor(created / 60_000) * 60_000;
    return bounds.every(({ isStart, moment }) => (isStart ? minute >= moment : minute <= moment));
  };
}

/** Up to 50 values, comma separated. */
function oneOfMany(wanted: string | undefined, actual: (address: Address) => string) {
  if (wanted === undefined) return undefined;
  const values = new Set(wanted.split(','));
  return (address: Address) => values.has(actual(address));
}

interface Narrowing {
  readonly RegionId: string;
  readonly AllocationId: string | undefined;
  readonly AssociatedInstanceId: string | undefined;
}

/** IDs or a gateway narrow the search down before any address is looked at. */
function candidates(world: World, narrowing: Narrowing): readonly Address[] {
  const { RegionId, AllocationId, AssociatedInstanceId } = narrowing;
  const ids =
    AllocationId?.split(',') ??
    (AssociatedInstanceId === undefined ? undefined : world.gateways.get(AssociatedInstanceId)?.addressIds);
  if (ids === undefined) return world.addresses.in(RegionId);
  return [...new Set(ids)]
    .flatMap((id) => world.addresses.get(id) ?? [])
    .filter(({ regionId }) => regionId === RegionId);
}

function describeAddress(world: World, address: Address): Fields {
  const shared =
    address.sharedPackageId === undefined ? undefined : world.sharedPackages.get(address.sharedPackageId);
  const bound = address.gatewayId !== undefined;
  const standing = standingOfAddress(world, address);
  return {
    AllocationId: address.id,
    IpAddress: address.ip,
    RegionId: address.regionId,
    Status: address.status,
    Name: address.name,
    Description: address.description,
    InstanceId: address.gatewayId ?? '',
    InstanceType: bound ? 'Nat' : '',
    InstanceRegionId: bound ? address.regionId : '',
    Bandwidth: shared?.bandwidth ?? address.bandwidth,
    EipBandwidth: address.bandwidth,
    BandwidthPackageId: shared?.id ?? '',
    BandwidthPackageType: shared === undefined ? '' : 'CommonBandwidthPackage',
    BandwidthPackageBandwidth: shared?.bandwidth ?? '',
    InternetChargeType: address.internetChargeType,
    ChargeType: address.chargeType,
    BusinessStatus: standing,
    ISP: address.isp,
    Netmode: 'public',
    AllocationTime: printTime(address.created),
    ExpiredTime: printExpiry(address.expires),
    ResourceGroupId: address.resourceGroupId,
    DeletionProtection: address.deletionProtection,
    OperationLocks: { LockReason: standing === 'Normal' ? [] : [{ LockReason: 'financial' }] },
    Tags: { Tag: [...address.tags].map(([Key, Value]) => ({ Key, Value })) },
  };
}
