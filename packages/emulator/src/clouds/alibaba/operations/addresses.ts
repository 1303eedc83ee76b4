import { parseAddress } from '../../../common/ipv4.ts';
import {
  allocateAddress,
  associateAddress,
  associateAddresses,
  findAddress,
  releaseAddress,
  standingOfAddress,
  unassociateAddress,
} from '../../../world/alibaba/addresses.ts';
import { expiryOf, type Term } from '../../../world/alibaba/billing.ts';
import { addressesPerBatch, addressSubscriptionTerms } from '../../../world/alibaba/limits.ts';
import { refuse } from '../../../world/alibaba/refusal.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { malformed, missing, unsupported } from '../parameters.ts';
import { readTags } from './tag-parameters.ts';

const allocation = { AllocationId: rules.required(rules.text()), RegionId: rules.text() };
/** Instances an EIP can be bound to; this emulator has NAT gateways only. */
export const instanceTypes = ['Nat', 'EcsInstance', 'SlbInstance', 'NetworkInterface', 'HaVip', 'IpAddress'];

const allocateEipAddress = operation({
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
    IpAddress: rules.text(),
    InstanceId: rules.text(),
    Netmode: rules.oneOf('public'),
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
      ip: wishedIp(world, given),
    });
    return {
      AllocationId: address.id,
      EipAddress: address.ip,
      OrderId: 0,
      ResourceGroupId: address.resourceGroupId,
    };
  },
});

/** An address of the account that was released may be had again, by its IP or by its id: here any free IP. */
function wishedIp(
  world: World,
  {
    IpAddress,
    InstanceId,
  }: { readonly IpAddress: string | undefined; readonly InstanceId: string | undefined },
): string | undefined {
  // No id of a released EIP is kept.
  if (InstanceId !== undefined) refuse('address-not-found');
  if (IpAddress === undefined) return undefined;
  if (parseAddress(IpAddress) === undefined) malformed('IpAddress');
  return world.publicAddresses.has(IpAddress) ? refuse('address-reserved') : IpAddress;
}

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

const associateEipAddress = operation({
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

const associateEipAddressBatch = operation({
  name: 'AssociateEipAddressBatch',
  parameters: {
    ...rules.region,
    InstanceIds: rules.required(rules.list(addressesPerBatch)),
    BindedInstanceId: rules.required(rules.text()),
    BindedInstanceType: rules.required(rules.text()),
    Mode: rules.oneOf('NAT'),
    ...rules.token,
  },
  run({ world, call }, given) {
    checkInstanceType(given.BindedInstanceType);
    const addresses = given.InstanceIds.map((id) => findAddress(world, id, given.RegionId));
    associateAddresses(world, call, addresses, given.BindedInstanceId);
    return {};
  },
});

/** Left out it means EcsInstance, of which there is none here; `NatGateway` is refused in its own misleading way. */
function checkInstanceType(type = 'EcsInstance'): void {
  if (type === 'Nat') return;
  if (type === 'NatGateway') refuse('address-instance-type', { variant: 'NatGateway' });
  refuse(instanceTypes.includes(type) ? 'address-instance-not-found' : 'address-instance-type');
}

const unassociateEipAddress = operation({
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

const releaseEipAddress = operation({
  name: 'ReleaseEipAddress',
  parameters: allocation,
  run({ world, call }, given) {
    releaseAddress(world, call, findAddress(world, given.AllocationId, given.RegionId));
    return {};
  },
});

const modifyEipAddressAttribute = operation({
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

export const addressOperations: readonly Operation[] = [
  allocateEipAddress,
  associateEipAddress,
  associateEipAddressBatch,
  unassociateEipAddress,
  releaseEipAddress,
  modifyEipAddressAttribute,
];
