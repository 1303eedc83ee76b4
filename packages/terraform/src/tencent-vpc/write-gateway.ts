import type { Gateway, PublicAddress } from '@polynat/core';
import * as z from 'zod';
import { nativeNumber, nativeText } from '../native.ts';
import type { Entry } from '../write/entry.ts';
import type { Scope } from '../write/scope.ts';

export const gatewayType = 'tencentcloud_nat_gateway';

const nativeSchema = z.object({
  SubnetId: nativeText,
  Zone: nativeText,
  NatProductVersion: nativeNumber,
  MaxConcurrentConnection: nativeNumber,
  InternetMaxBandwidthOut: nativeNumber,
});

/** The provider takes these and no others; what is left out stays as it is. */
const bandwidths = [20, 50, 100, 200, 500, 1000, 2000, 5000];
const capacities = [1_000_000, 3_000_000, 10_000_000];

/** A gateway of the standard kind has one size and one bandwidth, which cannot be chosen. */
const standard = 2;

export function gatewayEntry(
  gateway: Gateway,
  addresses: readonly PublicAddress[],
  label: string,
  scope: Scope,
): Entry {
  const native = nativeSchema.parse(gateway.native ?? {});
  const traditional = native.NatProductVersion !== standard;
  const { name, placement, tags } = gateway;
  return {
    type: gatewayType,
    label,
    says: scope.ref,
    notes: gateway.protected ? ['Deletion protection is on; no argument has it.'] : [],
    arguments: {
      name,
      vpc_id: placement.vpc,
      subnet_id: native.SubnetId,
      zone: native.Zone,
      nat_product_version: native.NatProductVersion,
      max_concurrent: traditional ? offered(native.MaxConcurrentConnection, capacities) : undefined,
      bandwidth: traditional ? offered(native.InternetMaxBandwidthOut, bandwidths) : undefined,
      assigned_eip_set: addresses.map(({ ip }) => scope.address(ip)),
      tags: Object.keys(tags).length === 0 ? undefined : { map: tags },
    },
    importId: gateway.ref.id,
  };
}

const offered = (value: number | undefined, values: readonly number[]): number | undefined =>
  values.find((one) => one === value);
