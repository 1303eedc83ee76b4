import {
  allocateAddress,
  associateAddress,
  findAddress,
  releaseAddress,
  standingOfAddress,
  unassociateAddress,
} from '../../../world/alibaba/addresses.ts';
import { expiryOf, type Term } from '../../../world/alibaba/billing.ts';
import { addressSubscriptionTerms } from '../../../world/alibaba/limits.ts';
import { pageOf } from '../../../world/alibaba/listing.ts';
import type { Address } from '../../../world/alibaba/model.ts';
import { refuse } from '../../../world/alibaba/refusal.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { missing, unsupported } from '../parameters.ts';
import { printExpiry, printTime } from '../print.ts';
import type { Fields } from '../wire.ts';
import { allOf, equal } from './filters.ts';
import { pageFields, pageRequest } from './pages.ts';
import { readTags, tagFilter } from './tag-parameters.ts';

const allocation = { AllocationId: rules.required(rules.text()), RegionId: rules.text() };
/** Instances an EIP can be bound to; this emulator has NAT gateways only. */
const instanceTypes = ['Nat', 'EcsInstance', 'SlbInstance', 'NetworkInterface', 'HaVip', 'IpAddress'];

export const allocateEipAddress = operation({
  name: 'AllocateEipAddress',
  parameters: {
    ...rules.region,
    Bandwidth: rules.integer(1, 1000),
    InternetChargeType: rules.oneOf('PayByBandwidth', 'PayByTraffic'),
    InstanceChargeType: rules.oneOf(...rules.chargeTypes),
    PricingCycle: rules.oneOf('Month', 'Year'),
    Period: rules.integer(1),
    AutoPay: rules.boolean(),
    ISP: rules.text(),
    Name: rules.text(),
    Description: rules.text(),
    ResourceGroupId: rules.text(),
    Tag: rules.objects(20),
    ...rules.token,
  },
  run({ world }, given) {
    const prepaid = given.InstanceChargeType === 'PrePaid';
    const metering = given.InternetChargeType ?? 'PayByBandwidth';
    const bandwidth = given.Bandwidth ?? 5;
    if (bandwidth > widest(prepaid, metering)) unsupported('Bandwidth');
    const address = allocateAddress(world, {
      regionId: given.RegionId,
      name: given.Name ?? '',
      description: given.Description ?? '',
      bandwidth: String(bandwidth),
      isp: given.ISP ?? 'BGP',
      chargeType: prepaid ? 'PrePaid' : 'PostPaid',
      internetChargeType: metering,
      expires: prepaid ? expiryOf(world.clock.calendar(), termOf(given)) : undefined,
      resourceGroupId: given.ResourceGroupId ?? '',
      tags: readTags(given.Tag),
    });
    return {
      AllocationId: address.id,
      EipAddress: address.ip,
      OrderId: 0,
      ResourceGroupId: address.resourceGroupId,
    };
  },
});

/** Mbit/s, by how the address is paid. */
function widest(prepaid: boolean, metering: string): number {
  if (prepaid) return 1000;
  return metering === 'PayByTraffic' ? 200 : 500;
}

interface Subscription {
  readonly PricingCycle: string | undefined;
  readonly Period: number | undefined;
}

function termOf({ PricingCycle, Period }: Subscription): Term {
  const length = Period ?? missing('Period');
  const cycle = PricingCycle === 'Year' ? 'Year' : 'Month';
  return length <= addressSubscriptionTerms[cycle] ? { cycle, length } : unsupported('Period');
}

export const associateEipAddress = operation({
  name: 'AssociateEipAddress',
  parameters: {
    ...allocation,
    InstanceId: rules.required(rules.text()),
    InstanceType: rules.text(),
    ...rules.token,
  },
  run({ world, call }, given) {
    checkInstanceType(given.InstanceType);
    const address = findAddress(world, given.AllocationId, given.RegionId);
    associateAddress(world, call, address, given.InstanceId);
    return {};
  },
});

/** Left out it means EcsInstance, of which there is none here; `NatGateway` is refused in its own misleading way. */
function checkInstanceType(type = 'EcsInstance'): void {
  if (type === 'Nat') return;
  if (type === 'NatGateway') refuse('address-instance-type', { variant: 'NatGateway' });
  refuse(instanceTypes.includes(type) ? 'address-instance-not-found' : 'address-instance-type');
}

export const unassociateEipAddress = operation({
  name: 'UnassociateEipAddress',
  parameters: {
    ...allocation,
    InstanceId: rules.text(),
    InstanceType: rules.oneOf(...instanceTypes),
    Force: rules.boolean(),
    ...rules.token,
  },
  run({ world, call }, given) {
    const address = findAddress(world, given.AllocationId, given.RegionId);
    unassociateAddress(world, call, { address, instanceId: given.InstanceId, force: given.Force === true });
    return {};
  },
});

export const releaseEipAddress = operation({
  name: 'ReleaseEipAddress',
  parameters: allocation,
  run({ world, call }, given) {
    releaseAddress(world, call, findAddress(world, given.AllocationId, given.RegionId));
    return {};
  },
});

export const modifyEipAddressAttribute = operation({
  name: 'ModifyEipAddressAttribute',
  parameters: {
    ...allocation,
    Bandwidth: rules.integer(1, 1000),
    Name: rules.text(),
    Description: rules.text(),
  },
  run({ world }, given) {
    const address = findAddress(world, given.AllocationId, given.RegionId);
    if (standingOfAddress(world, address) !== 'Normal') refuse('address-locked');
    if (given.Bandwidth !== undefined) address.bandwidth = String(given.Bandwidth);
    address.name = given.Name ?? address.name;
    address.description = given.Description ?? address.description;
    return {};
  },
});

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
    Tag: rules.objects(20),
    PageNumber: rules.integer(1),
    PageSize: rules.integer(1, 100),
  },
  run({ world }, given) {
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
      tagFilter(given.Tag),
    );
    const page = pageOf(candidates(world, given), pageRequest(given), keep);
    const records = page.items.map((address) => describeAddress(world, address));
    return { ...pageFields(page), EipAddresses: { EipAddress: records } };
  },
});

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
  if (ids === undefined) return world.addresses.group(RegionId);
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
